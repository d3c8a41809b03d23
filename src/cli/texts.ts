import i18next, { type i18n } from 'i18next'
import type { ErrorInfo } from '../shared/errors.js'
import type { LogEntry } from '../shared/contract.js'
import enCli from '../shared/locales/en/cli.json'
import enError from '../shared/locales/en/error.json'
import enLog from '../shared/locales/en/log.json'
import enNote from '../shared/locales/en/note.json'
import zhCli from '../shared/locales/zh/cli.json'
import zhError from '../shared/locales/zh/error.json'
import zhLog from '../shared/locales/zh/log.json'
import zhNote from '../shared/locales/zh/note.json'

/** The terminal's sentences, in the language of its locale. */
export function makeTexts(environment: NodeJS.ProcessEnv): Texts {
  const locale = environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? ''
  const instance = i18next.createInstance()
  void instance.init({
    lng: locale.startsWith('zh') ? 'zh' : 'en',
    fallbackLng: 'en',
    ns: ['cli', 'error', 'log', 'note'],
    defaultNS: 'cli',
    initAsync: false,
    // Terminals and log files are no HTML.
    interpolation: { escapeValue: false },
    resources: {
      en: { cli: enCli, error: enError, log: enLog, note: enNote },
      zh: { cli: zhCli, error: zhError, log: zhLog, note: zhNote }
    }
  })
  return new Texts(instance)
}

export class Texts {
  constructor(private readonly instance: i18n) {}

  text(key: string, data: Readonly<Record<string, string | number>> = {}): string {
    return this.instance.t(key, data)
  }

  error(info: ErrorInfo): string {
    const sentence = this.instance.t(`error:${info.code}`, info.data)
    return info.detail === undefined ? sentence : `${sentence}\n  ${this.text('details', { detail: info.detail })}`
  }

  logLine(entry: LogEntry): string {
    const { code, data, detail } = entry
    const key = this.instance.exists(`log:${code}`) ? `log:${code}` : `error:${code}`
    const extra = detail === undefined ? '' : ` [${detail}]`
    return `${new Date(entry.at).toISOString()} ${entry.level} ${entry.source}: ${this.instance.t(key, data)}${extra}`
  }
}
