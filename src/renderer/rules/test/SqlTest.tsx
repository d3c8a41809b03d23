import { Switch } from '@mantine/core'
import { type ReactElement, useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { glance } from '../../../rulesql/glance.js'
import styles from './SqlTest.module.css'
import { TestPanel } from './TestPanel.js'

/** Tries the statement on an event, without a message and without its actions. */
export function SqlTest({ rawsql }: { readonly rawsql: string }): ReactElement {
  const { t } = useTranslation()
  const [isOn, setOn] = useState(false)
  const [chosen, setChosen] = useState<string>()
  const read = useDeferredValue(rawsql)
  const sources = useMemo(() => [...new Set(glance(read).sources)].filter((source) => source !== ''), [read])
  const source = chosen !== undefined && sources.includes(chosen) ? chosen : sources[0]
  return (
    <section className={styles['test']} aria-label={t('sqlTest.title')}>
      <Switch label={t('sqlTest.title')} checked={isOn} onChange={(event) => setOn(event.currentTarget.checked)} />
      {isOn && source === undefined && <p className={styles['note']}>{t('sqlTest.noSource')}</p>}
      {isOn && source !== undefined && (
        <TestPanel key={source} rawsql={rawsql} source={source} sources={sources} onSource={setChosen} />
      )}
    </section>
  )
}
