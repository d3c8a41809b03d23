import { memo, type ReactElement, useState } from 'react'
import type { SubscriberView } from '../../shared/contract.js'
import { guideTarget } from '../guide/target.js'
import { SubscriberBody } from './SubscriberBody.js'
import { SubscriberForm } from './SubscriberForm.js'
import { SubscriberHead } from './SubscriberHead.js'
import { colorVariable } from './subscriberColors.js'
import styles from './Subscribers.module.css'

/** One subscriber: who it is, whether it is there, and what it received. */
export const SubscriberCard = memo(function SubscriberCard({ view }: { readonly view: SubscriberView }): ReactElement {
  const { subscriber } = view
  const [editing, setEditing] = useState(false)
  return (
    <article
      className={styles['card']}
      aria-label={subscriber.clientId}
      {...guideTarget('subscriber-received', subscriber.id)}
      data-folded={subscriber.folded && !editing}
      style={{ borderInlineStartColor: colorVariable(subscriber.color) }}
    >
      <SubscriberHead view={view} editing={editing} onEdit={setEditing} />
      {editing && <SubscriberForm subscriber={subscriber} onDone={() => setEditing(false)} />}
      {!editing && !subscriber.folded && <SubscriberBody view={view} />}
    </article>
  )
})
