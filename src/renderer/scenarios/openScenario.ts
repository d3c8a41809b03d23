import { AppError } from '../../shared/errors.js'
import { scenarioSchema } from '../../shared/scenario.js'
import { freeName } from './scenarioDraft.js'
import { scenariosStore } from './scenariosStore.js'

/** Keeps the scenario that a file holds, under a name that is free, and shows it. Throws an AppError. */
export async function openScenario(file: string, text: string): Promise<void> {
  const { scenarios, change, edit } = scenariosStore.getState()
  const parsed = scenarioSchema.safeParse(jsonOf(text, file))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n')
    throw new AppError('config_invalid', { file, faults })
  }
  const opened = { ...parsed.data, id: freeName(parsed.data.id, scenarios) }
  await change([...scenarios, opened])
  edit(opened.id)
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('config_invalid', { file, faults: AppError.from(cause).message }, { cause })
  }
}
