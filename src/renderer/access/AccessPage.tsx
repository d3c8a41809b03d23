import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callEngine } from '../app/engine.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { Pane } from '../parts/Pane.js'
import { useAction } from '../parts/useAction.js'
import styles from './Access.module.css'
import { draftOf, inputOf, isChanged, missingIn } from './accessDraft.js'
import { accessStore } from './accessStore.js'
import { AccessTester } from './AccessTester.js'
import { AclForm } from './AclForm.js'
import { UsersForm } from './UsersForm.js'

/** Who may connect to the broker, and who may publish and subscribe to what. */
export function AccessPage(): ReactElement {
  const { t } = useTranslation()
  const access = accessStore((state) => state.access)
  const [draft, setDraft] = useState(() => draftOf(access))
  const [decidedBy, setDecidedBy] = useState<number>()
  const save = useAction(async () => {
    const saved = await callEngine('broker.access', inputOf(draft))
    accessStore.setState({ access: saved })
    setDraft(draftOf(saved))
  })
  const changed = isChanged(draft, access)
  const missing = missingIn(draft)
  return (
    <Pane className={styles['pane']} title={t('access.title')}>
      <div className={formStyles['form']}>
        <UsersForm draft={draft} onChange={setDraft} />
        <AclForm
          entries={draft.entries}
          decidedBy={decidedBy}
          onChange={(entries) => setDraft({ ...draft, entries })}
        />
        <AccessTester entries={draft.entries} onDecided={setDecidedBy} />
      </div>
      <div className={formStyles['buttons']}>
        <Button loading={save.busy} disabled={!changed || missing !== undefined} onClick={() => save.run()}>
          {t('common.save')}
        </Button>
        <Button variant="default" disabled={!changed} onClick={() => setDraft(draftOf(access))}>
          {t('common.discard')}
        </Button>
        <p className={styles['footNote']} role="status">
          {changed && missing !== undefined ? t(`access.missing.${missing}`) : t('access.applies')}
        </p>
        {save.error !== undefined && <ErrorNotice error={save.error.toInfo()} />}
      </div>
    </Pane>
  )
}
