import { Button, Menu } from '@mantine/core'
import { BookOpen } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { backendNames } from '../../shared/resourceTypes.js'
import { backendNamesShown } from '../resources/resourceTexts.js'
import styles from './Guide.module.css'
import { guideStore } from './guideStore.js'
import { stepsOf } from './tour.js'

/** The five chapters; one that was left goes on where it was. */
export function ChapterMenu(): ReactElement {
  const { t } = useTranslation()
  const { left, begin, resume } = guideStore()
  return (
    <Menu position="bottom-end" width="18rem" returnFocus={false}>
      <Menu.Target>
        <Button variant="default" aria-label={t('guide.choose')}>
          <BookOpen size="1.1em" aria-hidden="true" />
          <span className={styles['chooseLabel']}>{t('guide.choose')}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('guide.chapters')}</Menu.Label>
        {backendNames.map((backend) => {
          const tour = left[backend]
          const names = stepsOf(backend)
          return (
            <Menu.Item key={backend} onClick={() => (tour === undefined ? begin(backend) : resume(tour))}>
              {backendNamesShown[backend]}
              {tour !== undefined && (
                <span className={styles['leftAt']}>
                  {t('guide.leftAt', { step: names.indexOf(tour.step) + 1, of: names.length })}
                </span>
              )}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
