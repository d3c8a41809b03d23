/** Above so many changes at once, single ones are not marked any more: nobody could follow. */
export const mostMarked = 30
