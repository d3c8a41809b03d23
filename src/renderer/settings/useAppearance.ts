import { useMantineColorScheme } from '@mantine/core'
import i18next from 'i18next'
import { useEffect } from 'react'
import { callHost } from '../app/engine.js'
import { engineStore } from '../app/engineStore.js'
import { setNight } from '../app/night.js'
import { systemLanguage } from '../app/texts.js'
import { settingsStore } from './settingsStore.js'
import { rootSizes } from './useRootSize.js'

const schemes = { system: 'auto', light: 'light', dark: 'dark', night: 'dark' } as const

/** Makes the settings of looks take effect: language, colours, size of type. */
export function useAppearance(): void {
  const { setColorScheme } = useMantineColorScheme()
  const { language, theme, density } = settingsStore((state) => state.settings)
  const loaded = engineStore((state) => state.loaded)

  useEffect(() => {
    // Before the settings are known, the window keeps the colours of last time (Mantine and night.ts remember them).
    if (!loaded) return
    const chosen = language === 'system' ? systemLanguage() : language
    void i18next.changeLanguage(chosen)
    document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en'
    if (theme !== 'light') setNight(theme === 'night')
    setColorScheme(schemes[theme])
    void callHost('appearance.set', { theme, language: chosen })
  }, [loaded, language, theme, setColorScheme])

  useEffect(() => {
    document.documentElement.style.fontSize = `${rootSizes[density]}px`
  }, [density])
}
