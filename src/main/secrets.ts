import { readFile } from 'node:fs/promises'
import { safeStorage } from 'electron'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import type { Secrets } from './enginePort.js'

export interface SecretStore {
  /** `memory`: nothing is written, because the system would only keep it in a readable form. */
  readonly kept: 'kept' | 'memory'
  load(): Promise<Secrets>
  save(all: Secrets): Promise<void>
}

// The synchronous calls are all that Electron 33 has; their successors came later.
/* eslint-disable @typescript-eslint/no-deprecated */

const secretsSchema = z.record(z.string(), z.string())

/**
 * Linux without a keyring has the backend `basic_text`, which encrypts with a fixed key that everybody knows: that
 * counts as no encryption.
 */
function encryptionIsReal(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

/** Passwords, encrypted by the operating system's keychain. Call it after the app is ready. */
export function openSecretStore(file: string): SecretStore {
  let inMemory: Secrets = {}
  if (!encryptionIsReal()) {
    return {
      kept: 'memory',
      load: () => Promise.resolve(inMemory),
      save: (all) => {
        inMemory = all
        return Promise.resolve()
      }
    }
  }
  return {
    kept: 'kept',
    load: async () => {
      const encrypted = await readFile(file).catch(() => undefined)
      if (encrypted === undefined) return {}
      try {
        return secretsSchema.parse(JSON.parse(safeStorage.decryptString(encrypted)))
      } catch {
        // Written under another account or keychain: the passwords are asked for again.
        return {}
      }
    },
    save: async (all) => {
      await writeFileAtomic(file, safeStorage.encryptString(JSON.stringify(all)), { mode: 0o600 })
    }
  }
}
