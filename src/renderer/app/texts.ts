import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { InitPlan, SqlDiagnostic } from '../../shared/contract.js'
import type { ErrorData, ErrorInfo } from '../../shared/errors.js'
import type windowTexts from '../../shared/locales/en/window.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'window'
    resources: { window: typeof windowTexts }
  }
}

export type Language = 'en' | 'zh'

/** One file per area and language; all are small and come with the page. */
const files = import.meta.glob<Record<string, unknown>>('../../shared/locales/*/*.json', {
  eager: true,
  import: 'default'
})

function allTexts(): Record<string, Record<string, Record<string, unknown>>> {
  const resources: Record<string, Record<string, Record<string, unknown>>> = {}
  for (const [path, texts] of Object.entries(files)) {
    const [language, area] = path
      .replace(/\.json$/, '')
      .split('/')
      .slice(-2)
    if (language === undefined || area === undefined) continue
    resources[language] = { ...resources[language], [area]: texts }
  }
  return resources
}

export function systemLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: systemLanguage(),
    fallbackLng: 'en',
    defaultNS: 'window',
    // The resources of the other areas are looked up by code, see textOf.
    resources: allTexts(),
    // React escapes what it shows.
    interpolation: { escapeValue: false }
  })
}

/** A text that is named by a code instead of by a key that the compiler knows. */
function textOf(area: 'error' | 'log' | 'note' | 'rules', code: string, data: ErrorData): string | undefined {
  const key = `${area}:${code}`
  if (!i18next.exists(key as never)) return undefined
  return (i18next.t as unknown as (key: string, data: ErrorData) => string)(key, data)
}

/** The sentence of an error. */
export function errorText({ code, data }: Pick<ErrorInfo, 'code' | 'data'>): string {
  return textOf('error', code, data) ?? code
}

export function logText(code: string, data: ErrorData): string {
  return textOf('log', code, data) ?? textOf('error', code, data) ?? code
}

export function noteText(code: InitPlan['notes'][number]): string {
  return textOf('note', code, {}) ?? code
}

/** What the editor points out, in a sentence. */
export function diagnosticText({ code, data }: Pick<SqlDiagnostic, 'code' | 'data'>): string {
  return textOf('rules', code, code === 'syntax' ? syntaxWords(data) : data) ?? code
}

/** Most ways to go on that a sentence names. */
const mostExpected = 6

/** What stood and what could have stood at a fault, in words: the language's own words first, single marks last. */
function syntaxWords({ expected = '', found = '', text = '' }: ErrorData): ErrorData {
  const codes = expected === '' ? ['other'] : String(expected).split(' ')
  const words = [/^[A-Z]/, /^[a-z]/, /^[^A-Za-z]/].flatMap((kind) => codes.filter((code) => kind.test(code)))
  const list = new Intl.ListFormat(i18next.language, { type: 'disjunction' })
  return {
    expected: spaced(list.format(words.slice(0, mostExpected).map(expectationText))),
    found: textOf('rules', `found.${found}`, { text }) ?? text
  }
}

/** With a space between Latin words and Chinese: lists are put together without. */
function spaced(text: string): string {
  return text.replaceAll(/(?<=\w)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\w)/gu, ' ')
}

function expectationText(code: string): string {
  // A mark such as `.` is no key.
  if (!/^\w/.test(code)) return textOf('rules', 'found.token', { text: code }) ?? code
  return textOf('rules', `expectation.${code}`, {}) ?? code
}

/** What a function of rule SQL does, in a line. */
export function functionHelp(name: string): string {
  return textOf('rules', `functions.${name}`, {}) ?? ''
}
