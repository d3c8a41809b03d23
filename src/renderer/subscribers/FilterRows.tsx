import { Button, Select, TextInput } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { isTopicFilter } from '../../rulesql/filters.js'
import { mostFilters, type Subscription } from '../../shared/workspace.js'
import { IconButton } from '../parts/IconButton.js'
import styles from './Subscribers.module.css'

interface Props {
  readonly subscriptions: readonly Subscription[]
  readonly onChange: (subscriptions: Subscription[]) => void
}

/** The filters of one subscriber, a line each with its QoS; there is always one. */
export function FilterRows({ subscriptions, onChange }: Props): ReactElement {
  const { t } = useTranslation()
  const isFull = subscriptions.length >= mostFilters
  const put = (index: number, part: Partial<Subscription>): void =>
    onChange(subscriptions.map((each, place) => (place === index ? { ...each, ...part } : each)))
  const faultOf = (topic: string, index: number): string | undefined => {
    if (!isTopicFilter(topic)) return t('subscribers.filterInvalid')
    const isTwice = subscriptions.findIndex((each) => each.topic === topic) < index
    return isTwice ? t('subscribers.filterTwice') : undefined
  }
  return (
    <fieldset className={styles['filters']}>
      <legend>{t('subscribers.filters')}</legend>
      {subscriptions.map(({ topic, qos }, index) => (
        <div key={index} className={styles['filterRow']}>
          <TextInput
            aria-label={index === 0 ? t('subscribers.topic') : t('subscribers.topicNumber', { number: index + 1 })}
            classNames={{ input: styles['mono'] ?? '' }}
            value={topic}
            error={faultOf(topic, index)}
            onChange={(event) => put(index, { topic: event.currentTarget.value })}
          />
          <Select
            aria-label={`QoS ${index + 1}`}
            value={String(qos)}
            data={['0', '1', '2'].map((value) => ({ value, label: `QoS ${value}` }))}
            onChange={(value) => put(index, { qos: Number(value) as Subscription['qos'] })}
          />
          <IconButton
            size="sm"
            label={t('subscribers.removeFilter', { topic })}
            disabled={subscriptions.length === 1}
            onClick={() => onChange(subscriptions.filter((_, place) => place !== index))}
          >
            <X size="1em" />
          </IconButton>
        </div>
      ))}
      <Button
        variant="subtle"
        leftSection={<Plus size="1em" />}
        disabled={isFull}
        onClick={() => onChange([...subscriptions, { topic: '', qos: 1 }])}
      >
        {t('subscribers.addFilter')}
      </Button>
      {isFull && <p className={styles['nothing']}>{t('common.full', { most: mostFilters })}</p>}
    </fieldset>
  )
}
