/**
 * Runs before the first paint (a classic script in <head>), so that a remembered theme does not
 * flash. It repeats two storage keys of frame/theme.js and frame/i18n.js because a module would
 * come too late.
 */
;(() => {
  try {
    const theme = localStorage.getItem('isr.theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
    const language = localStorage.getItem('isr.language')
    if (language === 'es' || language === 'en') document.documentElement.lang = language
    if (language === 'pt') document.documentElement.lang = 'pt-PT'
  } catch {
    // Without storage the system's theme and the browser's language hold.
  }
})()
