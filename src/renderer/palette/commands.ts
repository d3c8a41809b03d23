import i18next from 'i18next'
import { backendNames } from '../../shared/resourceTypes.js'
import { mostSubscribers, themeNames } from '../../shared/workspace.js'
import { callEngine } from '../app/engine.js'
import { benchStore } from '../bench/benchStore.js'
import { newForm } from '../app/formKeys.js'
import { commandKey } from '../app/keys.js'
import { pageNames, pageStore } from '../app/pageStore.js'
import { openClients } from '../clients/clientsStore.js'
import { connectionsStore } from '../connections/connectionsStore.js'
import { paces } from '../cycle/paces.js'
import { scenarioStore } from '../cycle/scenarioStore.js'
import { guideStore } from '../guide/guideStore.js'
import { publishDraft } from '../publisher/publish.js'
import { backendNamesShown } from '../resources/resourceTexts.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { rulesStore } from '../rules/rulesStore.js'
import { scenariosStore } from '../scenarios/scenariosStore.js'
import { settingsStore } from '../settings/settingsStore.js'
import { addSubscriber } from '../subscribers/addSubscriber.js'
import { subscribersStore } from '../subscribers/subscribersStore.js'
import { openTraits } from '../traits/traitsStore.js'

export const commandGroups = ['do', 'go', 'looks'] as const

/** Something that can be done from anywhere, as things stand when it is offered. */
export interface Command {
  readonly id: string
  readonly group: (typeof commandGroups)[number]
  readonly label: string
  /** Words by which it is found too. */
  readonly keywords?: string
  /** The shortcut that does the same. */
  readonly keys?: string
  /** May fail with an AppError. */
  readonly run: () => unknown
}

/** All commands, in the order in which they are listed. */
export function allCommands(onHelp: () => void): readonly Command[] {
  return [...doing(), ...going(onHelp), ...looks()]
}

function doing(): Command[] {
  const { t } = i18next
  const { open } = pageStore.getState()
  const [first] = resourcesStore.getState().resources
  const { subscribers } = subscribersStore.getState()
  const commands: Command[] = [
    { id: 'publish', group: 'do', label: t('shortcuts.publish'), keys: `${commandKey}Enter`, run: publishDraft }
  ]
  if (scenarioStore.getState().scenario?.running === true) {
    commands.push({
      id: 'stop',
      group: 'do',
      label: t('palette.stop'),
      run: () => callEngine('scenario.stop', undefined)
    })
  } else if (first !== undefined) {
    const play = { id: 'chapter', resourceId: first.resource.id, pace: paces.normal }
    commands.push({
      id: 'play',
      group: 'do',
      label: t('cycle.play'),
      run: () => {
        open('cycle')
        return callEngine('scenario.play', play)
      }
    })
  }
  const { left, begin, resume } = guideStore.getState()
  for (const backend of backendNames) {
    const tour = left[backend]
    commands.push({
      id: `chapter ${backend}`,
      group: 'do',
      label: t('guide.chapter', { backend: backendNamesShown[backend] }),
      run: () => (tour === undefined ? begin(backend) : resume(tour))
    })
  }
  const { stepping } = benchStore.getState()
  commands.push({
    id: 'step',
    group: 'do',
    label: t(stepping ? 'steps.end' : 'steps.begin'),
    run: () => {
      open('cycle')
      return callEngine('bench.step', { on: !stepping })
    }
  })
  for (const { subscriber, state } of subscribers) {
    const { id, clientId } = subscriber
    const call = state === 'offline' ? 'connect' : 'disconnect'
    commands.push({
      id: `subscriber ${id}`,
      group: 'do',
      label: t(`palette.${call}`, { client: clientId }),
      run: () => callEngine(`subscriber.${call}`, { id })
    })
  }
  if (subscribers.length < mostSubscribers) {
    commands.push({ id: 'subscriber', group: 'do', label: t('subscribers.add'), run: addSubscriber })
  }
  commands.push(
    { id: 'rule', group: 'do', label: t('rules.create'), run: () => open('rules', { ruleId: newForm }) },
    { id: 'resource', group: 'do', label: t('resources.create'), run: () => open('resources', { resourceId: newForm }) }
  )
  return commands
}

function going(onHelp: () => void): Command[] {
  const { t } = i18next
  const { open } = pageStore.getState()
  return [
    ...pageNames.map((page, index) => ({
      id: `page ${page}`,
      group: 'go' as const,
      label: t(`navigation.${page}`),
      keys: `${commandKey}${index + 1}`,
      run: () => open(page)
    })),
    ...rulesStore.getState().rules.map(({ rule }) => ({
      id: `rule ${rule.id}`,
      group: 'go' as const,
      label: t('palette.rule', { rule: rule.id }),
      run: () => open('rules', { ruleId: rule.id })
    })),
    ...resourcesStore.getState().resources.map(({ resource }) => ({
      id: `resource ${resource.id}`,
      group: 'go' as const,
      label: t('palette.resource', { resource: resource.id }),
      run: () => open('resources', { resourceId: resource.id })
    })),
    { id: 'scenarios', group: 'go', label: t('scenarios.title'), run: () => scenariosStore.getState().edit('') },
    { id: 'clients', group: 'go', label: t('header.clientsOf'), run: openClients },
    { id: 'traits', group: 'go', label: t('traits.title'), run: openTraits },
    {
      id: 'connections',
      group: 'go',
      label: t('connections.title'),
      keywords: t('connections.saved'),
      run: () => connectionsStore.getState().edit()
    },
    { id: 'help', group: 'go', label: t('shortcuts.title'), keys: '?', run: onHelp }
  ]
}

function looks(): Command[] {
  const { t } = i18next
  const { settings, change } = settingsStore.getState()
  const density = settings.density === 'normal' ? 'presentation' : 'normal'
  const themes = themeNames.filter((theme) => theme !== settings.theme)
  return [
    {
      id: 'language',
      group: 'looks',
      label: t('header.language'),
      run: () => change({ language: i18next.language === 'zh' ? 'en' : 'zh' })
    },
    ...themes.map((theme) => ({
      id: `theme ${theme}`,
      group: 'looks' as const,
      label: t('palette.theme', { theme: t(`settings.themes.${theme}`) }),
      run: () => change({ theme })
    })),
    {
      id: 'density',
      group: 'looks',
      label: t('palette.density', { density: t(`settings.densities.${density}`) }),
      run: () => change({ density })
    }
  ]
}
