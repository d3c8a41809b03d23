import { z } from 'zod'

/**
 * What can be wrong with a store. `cut`: it cannot be reached. `delay`: all that it is asked takes longer. `refuse`: it
 * reads and takes no writes. `stall`: it does not answer at all.
 */
export const faultSchema = z.enum(['cut', 'delay', 'refuse', 'stall'])
export type Fault = z.infer<typeof faultSchema>

/** How much longer everything takes with the fault `delay`, ms. */
export const faultDelay = 2000

/**
 * What can be wrong between the broker and its clients. `cut`: nobody is connected. `refuse`: nobody new is let in.
 * `loseDeliveries`: what is sent to subscribers is lost; `loseAcks`: what they acknowledge; `losePubacks`: what
 * publishers wait for.
 */
export const brokerFaultSchema = z.enum(['cut', 'refuse', 'loseDeliveries', 'loseAcks', 'losePubacks'])
export type BrokerFault = z.infer<typeof brokerFaultSchema>

export const brokerFaultStateSchema = z.object({
  fault: brokerFaultSchema,
  /** How many connections were cut or refused, or how many packets lost, since it was made. */
  met: z.number()
})
export type BrokerFaultState = z.infer<typeof brokerFaultStateSchema>

/** What step mode holds: a save or delete at a store, the delivery of a stored message to a client. */
const heldStepSchema = z.object({
  number: z.number(),
  step: z.enum(['save', 'deliver', 'delete']),
  /** The resource's id, or the client's. */
  at: z.string(),
  /** Of the first message. */
  topic: z.string(),
  messageId: z.string(),
  /** How many messages go at once. */
  count: z.number()
})
export type HeldStep = z.infer<typeof heldStepSchema>

export const benchStateSchema = z.object({
  stepping: z.boolean(),
  /** What waits, the first first. */
  waiting: z.array(heldStepSchema),
  /** What is wrong with which resource. */
  faults: z.record(z.string(), faultSchema),
  /** What is wrong between the broker and its clients. */
  broker: brokerFaultStateSchema.optional()
})
export type BenchState = z.infer<typeof benchStateSchema>
