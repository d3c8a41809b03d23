import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, scratchFolder } from '../../src/engine/servers/cacheFolder.mjs'
import { runQuietly } from '../project.mjs'

/**
 * A Debian of its own with nothing but the minimum, below a folder. Its mounts have to be in a namespace of our own. Programs in it share the network with us, and see no
 * file of ours.
 * @typedef {object} CleanRoot
 * @property {string} folder
 * @property {(depends: string) => Promise<void>} satisfy installs what a package's `Depends` asks for
 * @property {(...command: string[]) => Promise<string>} run as root; what it printed
 * @property {(who: 'root' | 'user', program: string, display?: string) => import('./proof.mjs').Place} place
 * @property {() => Promise<string[]>} files all that there are, but those of homes and of what runs
 * @property {() => Promise<void>} emptyHome
 * @property {() => Promise<void>} close
 */

const suite = 'bookworm'

/**
 * @param {string} scratch
 * @param {(line: string) => void} say
 * @returns {Promise<CleanRoot>}
 */
export async function openCleanRoot(scratch, say) {
  const folder = join(scratch, 'root')
  // Not Node's own copying, which does not know devices.
  await must('cp', '--archive', await minimalDebian(say), folder)
  const mounts = ['proc', 'sys', 'dev'].map((name) => join(folder, name))
  for (const mount of mounts) await must('mount', '--make-rprivate', '--rbind', mount.slice(folder.length), mount)
  const run = async (/** @type {string[]} */ ...command) => must('chroot', folder, ...command)
  await run('useradd', '--create-home', '--uid', '4321', 'user')
  return {
    folder,
    run,
    satisfy: async (depends) => {
      await cp('/etc/resolv.conf', join(folder, 'etc', 'resolv.conf')).catch(() => undefined)
      await run('apt-get', '-qq', 'update')
      const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-y', '--no-install-recommends']
      await run(...quiet, 'satisfy', depends)
    },
    place: (who, program, display) => {
      const home = who === 'root' ? '/root' : '/home/user'
      const asUser = who === 'root' ? [] : ['--userspec=4321:4321', '--groups=']
      // `chroot` becomes the program, so that a signal to it reaches the program.
      return {
        command: ['chroot', ...asUser, folder, program],
        folder: join(folder, home, 'proof'),
        inside: join(home, 'proof'),
        owner: who === 'root' ? 0 : 4321,
        environment: {
          PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
          HOME: home,
          LANG: 'C.UTF-8',
          ...(display === undefined ? {} : { DISPLAY: display })
        }
      }
    },
    files: async () =>
      (
        await run(
          'find',
          '/',
          '-xdev',
          '-not',
          '-path',
          '/home/*',
          '-not',
          '-path',
          '/root/*',
          '-not',
          '-path',
          '/tmp/*'
        )
      ).split('\n'),
    emptyHome: () => rm(join(folder, 'home', 'user', 'proof'), { recursive: true, force: true }),
    close: async () => {
      for (const mount of mounts) await must('umount', '--recursive', '--lazy', mount)
    }
  }
}

/**
 * Made once, and copied for each use.
 * @param {(line: string) => void} say
 */
async function minimalDebian(say) {
  const home = join(cacheFolder(), `debian-${suite}`)
  if (existsSync(home)) return home
  say(`Making a minimal Debian (${suite}) …`)
  const scratch = await scratchFolder()
  await must('debootstrap', '--variant=minbase', suite, join(scratch, 'root'))
  await rm(join(scratch, 'root', 'var', 'cache', 'apt', 'archives'), { recursive: true, force: true })
  await mkdir(join(scratch, 'root', 'var', 'cache', 'apt', 'archives', 'partial'), { recursive: true })
  await rename(join(scratch, 'root'), home)
  await rm(scratch, { recursive: true, force: true })
  return home
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function must(command, ...args) {
  const { code, output } = await runQuietly(command, args)
  assert.equal(code, 0, `${command} ${args.join(' ')}: ${output.trim()}`)
  return output.trim()
}
