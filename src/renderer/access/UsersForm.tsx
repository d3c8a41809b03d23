import { Button, PasswordInput, Switch, TextInput } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Hint } from '../parts/Hint.js'
import { IconButton } from '../parts/IconButton.js'
import styles from './Access.module.css'
import { type AccessDraft, newUser, type UserDraft } from './accessDraft.js'

interface Props {
  readonly draft: AccessDraft
  readonly onChange: (draft: AccessDraft) => void
}

/** Whether clients have to log in, and with which names. */
export function UsersForm({ draft, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  const { mustLogin, users } = draft
  const change = (index: number, part: Partial<UserDraft>): void => {
    onChange({ ...draft, users: users.map((user, at) => (at === index ? { ...user, ...part } : user)) })
  }
  return (
    <section className={styles['section']}>
      <h3>{t('access.users')}</h3>
      <Switch
        label={t('access.mustLogin')}
        checked={mustLogin}
        onChange={(event) => onChange({ ...draft, mustLogin: event.currentTarget.checked })}
      />
      <p className={styles['note']}>{mustLogin ? t('access.mustLoginNote') : t('access.anybodyNote')}</p>
      {mustLogin && (
        <>
          {users.map((user, index) => {
            const number = index + 1
            return (
              <div key={user.key} className={styles['user']}>
                <TextInput
                  aria-label={t('access.usernameOf', { number })}
                  placeholder={t('access.username')}
                  value={user.username}
                  classNames={{ input: 'fixed' }}
                  readOnly={user.hasPassword}
                  onChange={(event) => change(index, { username: event.currentTarget.value })}
                />
                <PasswordInput
                  aria-label={t('access.passwordOf', { number })}
                  placeholder={user.hasPassword ? t('access.passwordKept') : t('access.password')}
                  autoComplete="off"
                  value={user.password}
                  onChange={(event) => change(index, { password: event.currentTarget.value })}
                />
                <IconButton
                  label={t('access.removeUser', { number })}
                  onClick={() => onChange({ ...draft, users: users.toSpliced(index, 1) })}
                >
                  <Trash2 size="1.1em" />
                </IconButton>
              </div>
            )
          })}
          {users.length === 0 && <Hint>{t('access.nobody')}</Hint>}
          <Button
            variant="default"
            leftSection={<Plus size="1em" />}
            onClick={() => onChange({ ...draft, users: [...users, newUser()] })}
          >
            {t('access.addUser')}
          </Button>
        </>
      )}
    </section>
  )
}
