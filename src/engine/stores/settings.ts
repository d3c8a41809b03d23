import type { ParameterValues } from '../../shared/parameters.js'

/** The values of a resource's config, read by kind; the schema has checked them already. */
export class Settings {
  constructor(private readonly values: ParameterValues) {}

  text(name: string): string {
    const value = this.values[name]
    return typeof value === 'string' ? value : ''
  }

  number(name: string): number {
    const value = this.values[name]
    return typeof value === 'number' ? value : 0
  }

  flag(name: string): boolean {
    return this.values[name] === true
  }
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** `host:port` or `[v6]:port`, the form that the schema demands. */
export function parseAddress(text: string): Address {
  const colon = text.lastIndexOf(':')
  return {
    host: text
      .slice(0, colon)
      .trim()
      .replace(/^\[|\]$/g, ''),
    port: Number(text.slice(colon + 1))
  }
}

/** A comma-separated list of addresses. */
export function parseAddresses(text: string): Address[] {
  return text.split(',').map((part) => parseAddress(part.trim()))
}
