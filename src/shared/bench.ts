import { z } from 'zod'

/**
 * What can be wrong with a store. `cut`: it cannot be reached. `delay`: all that it is asked takes longer. `refuse`: it
 * reads and takes no writes. `stall`: it does not answer at all.
 */
export const faultSchema = z.enum(['cut', 'delay', 'refuse', 'stall'])
export type Fault = z.infer<typeof faultSchema>

/** How much longer everything takes with the fault `delay`, ms. */
export const faultDelay = 2000
