import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceView } from '../../shared/contract.js'
import { count } from '../parts/format.js'
import { Hint } from '../parts/Hint.js'
import { InitDialog } from '../resources/InitDialog.js'
import styles from './Stores.module.css'

/** That fetches read past too many rows, and the index that spares it. Nothing while there is nothing to say. */
export function GrowthNote({ view }: { readonly view: ResourceView }): ReactElement | null {
  const { t } = useTranslation()
  const [making, setMaking] = useState(false)
  const { scanned, resource } = view
  if (scanned === undefined && !making) return null
  return (
    <div className={styles['growth']}>
      {scanned !== undefined && (
        <>
          <Hint>{t('stores.scanned', { rows: count(scanned) })}</Hint>
          <Button size="compact-xs" variant="default" onClick={() => setMaking(true)}>
            {t('stores.makeIndex')}
          </Button>
        </>
      )}
      {making && <InitDialog resourceId={resource.id} part="index" onClose={() => setMaking(false)} />}
    </div>
  )
}
