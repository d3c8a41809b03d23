import { Button, FileButton, Modal } from '@mantine/core'
import { FolderOpen, Plus } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { mostScenarios } from '../../shared/scenario.js'
import { ErrorNotice } from '../parts/ErrorNotice.js'
import formStyles from '../parts/Form.module.css'
import { useAction } from '../parts/useAction.js'
import { WorkbenchItem } from '../parts/Workbench.js'
import { backendNamesShown } from '../resources/resourceTexts.js'
import { openScenario } from './openScenario.js'
import { ScenarioForm } from './ScenarioForm.js'
import styles from './Scenarios.module.css'
import { scenariosStore } from './scenariosStore.js'

/** A person's own scenarios: the list of them, and the one that is open. */
export function ScenariosDialog(): ReactElement {
  const { t } = useTranslation()
  const { scenarios, edited, edit, close } = scenariosStore()
  const open = useAction(async (file: File) => openScenario(file.name, await file.text()))
  const scenario = scenarios.find(({ id }) => id === edited)
  const isFull = scenarios.length >= mostScenarios
  return (
    <Modal
      opened={edited !== undefined}
      onClose={close}
      size="62rem"
      title={t('scenarios.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={formStyles['note']}>{t('scenarios.about')}</p>
      <div className={styles['dialog']}>
        <div className={styles['list']}>
          {scenarios.map((each) => (
            <WorkbenchItem key={each.id} isOpen={each === scenario} onOpen={() => edit(each.id)}>
              <span className={formStyles['itemHead']}>{each.id}</span>
              <span className={formStyles['itemNote']}>{backendNamesShown[each.backend]}</span>
            </WorkbenchItem>
          ))}
          <Button
            variant={scenario === undefined ? 'light' : 'subtle'}
            leftSection={<Plus size="1em" />}
            disabled={isFull}
            onClick={() => edit('')}
          >
            {t('scenarios.create')}
          </Button>
          <FileButton
            accept=".mqttscenario,.json"
            inputProps={{ 'aria-label': t('scenarios.open') }}
            onChange={(file) => file && open.run(file)}
          >
            {(props) => (
              <Button {...props} variant="subtle" leftSection={<FolderOpen size="1em" />} disabled={isFull}>
                {t('scenarios.open')}
              </Button>
            )}
          </FileButton>
          {open.error !== undefined && <ErrorNotice error={open.error.toInfo()} />}
        </div>
        <ScenarioForm key={scenario?.id ?? ''} scenario={scenario} />
      </div>
    </Modal>
  )
}
