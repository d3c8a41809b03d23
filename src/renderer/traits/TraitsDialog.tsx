import { Modal } from '@mantine/core'
import type { TFunction } from 'i18next'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { traitsOf } from '../../shared/backendTraits.js'
import { type BackendName, backendNames } from '../../shared/resourceTypes.js'
import formStyles from '../parts/Form.module.css'
import { count } from '../parts/format.js'
import tableStyles from '../parts/Table.module.css'
import { backendNamesShown } from '../resources/resourceTexts.js'
import styles from './Traits.module.css'
import { traitsStore } from './traitsStore.js'

/** In what the five backends differ, a line a trait, a column a backend. */
export function TraitsDialog(): ReactElement {
  const { t } = useTranslation()
  const opened = traitsStore((state) => state.opened)
  const columns = backendNames.map((backend) => traitTexts(backend, t))
  const names = Object.keys(columns[0] ?? {}) as (keyof ReturnType<typeof traitTexts>)[]
  return (
    <Modal
      opened={opened}
      onClose={() => traitsStore.setState({ opened: false })}
      size="66rem"
      title={t('traits.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={formStyles['note']}>{t('traits.about')}</p>
      <div className={styles['scroller']} tabIndex={0} role="region" aria-label={t('traits.title')}>
        <table className={`${tableStyles['table'] ?? ''} ${styles['traits'] ?? ''}`}>
          <thead>
            <tr>
              <th scope="col">{t('traits.trait')}</th>
              {backendNames.map((backend) => (
                <th key={backend} scope="col">
                  {backendNamesShown[backend]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{t(`traits.names.${name}`)}</th>
                {columns.map((texts, index) => (
                  <td key={backendNames[index]}>{texts[name]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Modal>
  )
}

function traitTexts(backend: BackendName, t: TFunction) {
  const traits = traitsOf(backend)
  const most = (value: number | undefined): string => (value === undefined ? t('traits.unlimited') : count(value))
  const answer = (is: boolean): string => t(is ? 'traits.yes' : 'traits.no')
  return {
    kept: t(`traits.kept.${traits.kept}`),
    payload: <code>{traits.payload}</code>,
    bytes: t(traits.holdsBytes ? 'traits.asItIs' : 'traits.marked'),
    mostPayload: most(traits.mostPayload),
    mostTopic: most(traits.mostTopic),
    mostSender: most(traits.mostSender),
    retained: <code>{traits.retained}</code>,
    time: <code>{traits.time.join(' ')}</code>,
    forgets:
      traits.forgetsAfter === undefined
        ? t('traits.never')
        : t('traits.after', { seconds: count(traits.forgetsAfter) }),
    fetchLimits: answer(traits.hasFetchLimits),
    wildcard: answer(traits.fetchesWildcards),
    index: t(traits.readsPast ? 'traits.offered' : 'traits.none')
  }
}
