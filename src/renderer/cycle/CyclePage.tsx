import type { CSSProperties, ReactElement } from 'react'
import { StepBar } from '../bench/StepBar.js'
import { PublisherPane } from '../publisher/PublisherPane.js'
import { StoresPane } from '../stores/StoresPane.js'
import { SubscribersPane } from '../subscribers/SubscribersPane.js'
import { TimelinePane } from '../timeline/TimelinePane.js'
import { PlayBar } from './PlayBar.js'
import { RulesPane } from './RulesPane.js'
import { Splitter } from './Splitter.js'
import { useKeptNumber } from './useKeptNumber.js'
import styles from './CyclePage.module.css'

/** One glance, one story: left to right the way of a message, below its life in time. */
export function CyclePage(): ReactElement {
  const [share, setShare] = useKeptNumber('timeline-share', 34)
  return (
    <div className={styles['page']} style={{ '--timeline': `${share}%` } as CSSProperties}>
      <PlayBar />
      <StepBar />
      <div className={styles['way']}>
        <PublisherPane className={styles['publisher']} />
        <RulesPane className={styles['rules']} />
        <StoresPane className={styles['stores']} />
        <SubscribersPane className={styles['subscribers']} />
      </div>
      <Splitter share={share} onShare={setShare} />
      <div className={styles['timeline']}>
        <TimelinePane />
      </div>
    </div>
  )
}
