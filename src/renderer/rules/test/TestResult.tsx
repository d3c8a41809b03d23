import { CircleSlash } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleTestResult } from '../../../shared/ruleQuestions.js'
import { ErrorNotice } from '../../parts/ErrorNotice.js'
import { JsonTree } from '../../parts/JsonTree.js'
import { ConditionTests } from './ConditionTests.js'
import styles from './SqlTest.module.css'

/** Most elements of FOREACH that are drawn. */
const mostElements = 100

/** What a test put out: the output, or in a sentence why there is none. */
export function TestResult({ result }: { readonly result: RuleTestResult }): ReactElement {
  const { t } = useTranslation()
  return (
    <div className={styles['result']} role="status" aria-label={t('sqlTest.result')}>
      <h4 className={styles['resultHead']}>{t('sqlTest.result')}</h4>
      <Outcome result={result} />
      <ConditionTests tests={result.tests} />
    </div>
  )
}

function Outcome({ result }: { readonly result: RuleTestResult }): ReactElement {
  const { t } = useTranslation()
  switch (result.outcome) {
    case 'error':
      return <ErrorNotice error={result.error} />
    case 'no_match':
      return (
        <p className={styles['empty']}>
          <CircleSlash size="1em" aria-hidden="true" />
          {t('sqlTest.empty')} {t(`sqlTest.because.${result.because}`)}
        </p>
      )
    case 'output':
      return result.elements === undefined ? (
        <JsonTree json={result.json} what={t('sqlTest.result')} />
      ) : (
        <Elements elements={result.elements} json={result.json} />
      )
  }
}

type Element = NonNullable<Extract<RuleTestResult, { outcome: 'output' }>['elements']>[number]

/** Of FOREACH: what each element of the list gave. */
function Elements({ elements, json }: { readonly elements: readonly Element[]; readonly json: string }): ReactElement {
  const { t } = useTranslation()
  const more = elements.length - mostElements
  if (elements.length === 0) {
    return (
      <p className={styles['empty']}>
        <CircleSlash size="1em" aria-hidden="true" />
        {t('sqlTest.empty')} {t('sqlTest.noElements')}
      </p>
    )
  }
  return (
    <>
      <ol className={styles['elements']} aria-label={t('sqlTest.elements')}>
        {elements.slice(0, mostElements).map(({ item, output }, index) => (
          <li key={index}>
            <code className={styles['item']}>{item}</code>
            {output === undefined ? (
              <span className={styles['leftOut']}>{t('sqlTest.leftOut')}</span>
            ) : (
              <JsonTree json={output} what={t('sqlTest.result')} />
            )}
          </li>
        ))}
        {more > 0 && <li>{t('common.omitted', { count: more, text: String(more) })}</li>}
      </ol>
      {json === '[]' && <p className={styles['empty']}>{t('sqlTest.empty')}</p>}
    </>
  )
}
