// `npm run emulator`: the emulator of the vendors as a process of its own. Nothing but its `export NAME=value` lines may be on stdout.
import "../emulator/cli";
