#!/bin/sh
# Starts the program beside this file. A command of the terminal shows no page, so it needs no sandbox around one: with
# it Chromium would not start for root, nor where the system gives the sandbox to nobody.
program=$(dirname "$(readlink -f "$0")")/mqtt-offline-inspector-bin
for argument; do
  case $argument in
    serve | demo | init | ask | rule-test | help | --help | --version) exec "$program" --no-sandbox "$@" ;;
    -*) ;;
    *) break ;;
  esac
done
exec "$program" "$@"
