import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { chapterSql } from '../src/engine/workspace/defaultWorkspace.js'
import { actionNames, actionTypes } from '../src/shared/actionTypes.js'
import { resourceTypes } from '../src/shared/resourceTypes.js'
import type { Resource } from '../src/shared/workspace.js'
import { Child } from './processes/child.js'
import type { ProductCalls } from './processes/product.js'

/** The engine in a process of its own, with the chapter's rule on one store. */
export class Product {
  private constructor(
    readonly process: Child<ProductCalls>,
    readonly port: number,
    private readonly folder: string
  ) {}

  static async start(resource: Resource): Promise<Product> {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-bench-'))
    const child = Child.start<ProductCalls>('product')
    const { backend } = resourceTypes[resource.type]
    const name = actionNames.find((each) => actionTypes[each].backend === backend)
    const port = await child.call('start', {
      dataDir: folder,
      resources: [resource],
      rules: [{ id: 'offline', rawsql: chapterSql, actions: [{ name, params: { $resource: resource.id } }] }]
    })
    await child.call('reached', resource.id)
    return new Product(child, port, folder)
  }

  /** Resolves when nothing is on its way into or out of the stores. */
  async settled(): Promise<void> {
    while ((await this.process.call('waiting', undefined)) > 0) await delay(2)
  }

  async stop(): Promise<void> {
    await this.process.call('stop', undefined)
    await this.process.end()
    await rm(this.folder, { recursive: true, force: true })
  }
}
