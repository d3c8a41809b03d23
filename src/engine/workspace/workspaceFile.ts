import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { AppError } from '../../shared/errors.js'
import { type Workspace, workspaceSchema } from '../../shared/workspace.js'
import { faultLines } from './config.js'

export interface LoadedWorkspace {
  readonly workspace: Workspace
  /** Set when the file could not be used and the one before it, or a new one, was taken instead. */
  readonly problem: AppError | undefined
}

/** The file; where it is broken the copy kept before it; where there is none, what `fallback` makes. */
export async function loadWorkspace(file: string, fallback: () => Workspace): Promise<LoadedWorkspace> {
  try {
    return { workspace: (await readWorkspace(file)) ?? fallback(), problem: undefined }
  } catch (error) {
    const problem = AppError.from(error)
    // What could not be read is set aside, never overwritten: it may be mended by hand.
    await copyFile(file, `${file}.broken`).catch(() => undefined)
    const before = await readWorkspace(backupOf(file)).catch(() => undefined)
    return { workspace: before ?? fallback(), problem }
  }
}

async function readWorkspace(file: string): Promise<Workspace | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new AppError('workspace_unreadable', { file, faults: '' }, { cause })
  }
  return parseWorkspace(text, (faults, cause) => new AppError('workspace_unreadable', { file, faults }, { cause }))
}

/** A workspace that came from somewhere else. Throws `workspace_invalid`. */
export function importedWorkspace(text: string): Workspace {
  return parseWorkspace(text, (faults, cause) => new AppError('workspace_invalid', { faults }, { cause }))
}

function parseWorkspace(text: string, fault: (faults: string, cause?: unknown) => AppError): Workspace {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw fault('', cause)
  }
  const parsed = workspaceSchema.safeParse(value)
  if (!parsed.success) throw fault(faultLines(parsed.error).join('\n'))
  return parsed.data
}

/** The whole workspace as the text of a file. */
export function workspaceText(workspace: Workspace): string {
  return `${JSON.stringify(workspace, null, 2)}\n`
}

/** Writes the whole file or nothing, and keeps the one before. */
export async function saveWorkspace(file: string, workspace: Workspace): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await copyFile(file, backupOf(file)).catch(() => undefined)
    await writeFileAtomic(file, workspaceText(workspace))
  } catch (cause) {
    throw new AppError('workspace_unwritable', { file }, { cause })
  }
}

function backupOf(file: string): string {
  return `${file}.bak`
}
