/** Vite puts the nonce of this load here; style elements made at run time have to carry it (see pageProtocol.ts). */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
