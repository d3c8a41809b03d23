import type { CSSProperties, ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
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
  const { t } = useTranslation()
  const [publisher, setPublisher] = useKeptNumber('publisher-share')
  const [subscribers, setSubscribers] = useKeptNumber('subscribers-share')
  const [timeline, setTimeline] = useKeptNumber('timeline-share')
  const style = {
    '--publisher': percent(publisher),
    '--subscribers': percent(subscribers),
    '--timeline': percent(timeline)
  } as CSSProperties
  return (
    <div className={styles['page']} style={style}>
      <PlayBar />
      <StepBar />
      <div className={styles['way']}>
        <PublisherPane className={styles['publisher']} />
        <Splitter
          label={t('cycle.widthOfPublisher')}
          edge="left"
          share={publisher ?? 23}
          least={10}
          most={40}
          onShare={setPublisher}
        />
        <RulesPane className={styles['rules']} />
        <StoresPane className={styles['stores']} />
        <Splitter
          label={t('cycle.widthOfSubscribers')}
          edge="right"
          share={subscribers ?? 26}
          least={10}
          most={45}
          onShare={setSubscribers}
        />
        <SubscribersPane className={styles['subscribers']} />
      </div>
      <Splitter
        label={t('cycle.heightOfTimeline')}
        edge="bottom"
        share={timeline ?? 34}
        least={15}
        most={75}
        onShare={setTimeline}
      />
      <div className={styles['timeline']}>
        <TimelinePane />
      </div>
    </div>
  )
}

/** Where nobody chose a size, the style sheet has one. */
function percent(share: number | undefined): string | undefined {
  return share === undefined ? undefined : `${share}%`
}
