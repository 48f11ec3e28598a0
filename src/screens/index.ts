/** Screens in pages: what the rest of the house may use of them. */

export { createScreens, type Screens } from './screens.ts'
export { readScreenPolicy, type ScreenPolicyStore } from './store.ts'
