/** An X program that says what reaches it: keys, clicks, and what is on the clipboard there. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { makeFolder } from './app.ts'
import type { Display } from './real-vnc.ts'

/** It fills the far screen, has the keyboard, and looks at the clipboard five times a second. */
const SCRIPT = `
wm overrideredirect . 1
wm geometry . 640x480+0+0
. configure -background #204060
label .name -text "far window" -background #e0c040 -width 40 -height 4
pack .name -pady 60
bind . <KeyPress> { puts "key %K"; flush stdout }
bind . <Button-1> { puts "click %X %Y"; flush stdout }
set before ""
proc look {} {
  global before
  if {![catch {selection get -selection CLIPBOARD -type UTF8_STRING} now] && $now ne $before} {
    set before $now
    puts "clipboard $now"
    flush stdout
  }
  after 200 look
}
proc obey {line} {
  if {[regexp {^copy (.*)$} $line all text]} { clipboard clear; clipboard append $text }
  if {[regexp {^paint (.*)$} $line all colour]} {
    . configure -background $colour
    puts "painted"
    flush stdout
  }
}
fileevent stdin readable { if {[gets stdin line] >= 0} { obey $line } }
after 100 { focus -force .; look; puts "there"; flush stdout }
`

export type FarWindow = {
  /** All that it said so far. */
  out(): string
  /** Puts a text on the clipboard of its screen. */
  copy(text: string): void
  /** Changes its colour. */
  paint(colour: string): void
}

/** Starts it on a display and waits until it is to be seen. */
export const startFarWindow = async (display: Display): Promise<FarWindow> => {
  const file = join(makeFolder(), 'far-window.tcl')
  writeFileSync(file, SCRIPT)
  const program = display.start('wish', ['-encoding', 'utf-8', file])
  const out = (): string => program.out().toString()
  await expect.poll(() => out() + program.err()).toContain('there')
  const tell = (line: string): void => void program.process.stdin.write(`${line}\n`)
  return { out, copy: (text) => tell(`copy ${text}`), paint: (colour) => tell(`paint ${colour}`) }
}
