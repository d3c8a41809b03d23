/** A file that electron-vite copies beside the code; what is imported is its path. */
declare module '*?asset' {
  const path: string
  export default path
}
