export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof SHELLS)[number]

const BASH = `# Completion of qrun for bash. Load it with: source <(qrun completion bash)
_qrun() {
  local line=\${COMP_LINE:0:COMP_POINT} rest i word raw='' kind reply
  local -a words=() found=()
  # bash takes words apart at = and :, without a blank between them they are one.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    rest=\${line#"\${line%%[![:space:]]*}"}
    ((i == COMP_CWORD)) && word=$rest
    if ((i > 0)) && [[ $rest == "$line" && -n $line ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    line=\${rest#"$word"}
    raw=$word
  done
  [[ $raw == [=:]* ]] && raw=\${raw:1}
  COMPREPLY=()
  local whole=\${words[\${#words[@]} - 1]}
  local head=\${whole%"$raw"}
  while IFS= read -r reply; do
    if [[ -z $kind ]]; then
      kind=$reply
    else
      found+=("\${reply#"$head"}")
    fi
  done < <(qrun __complete bash -- "\${words[@]:1}" 2>/dev/null)
  ((\${#found[@]} == 0)) && return
  if [[ $kind == files ]]; then
    # The names of files are anybody's: bash quotes them, or this does where it cannot.
    if type compopt >/dev/null 2>&1; then
      compopt -o filenames
    else
      for i in "\${!found[@]}"; do found[i]=$(printf '%q' "\${found[i]}"); done
    fi
  fi
  COMPREPLY=("\${found[@]}")
  if ((\${#found[@]} == 1)) && [[ \${found[0]} == *[/=,] ]] && type compopt >/dev/null 2>&1; then
    compopt -o nospace
  fi
}
complete -F _qrun qrun
`

const ZSH = `#compdef qrun
# Completion of qrun for zsh. Load it with: source <(qrun completion zsh)
# or save it as _qrun in a folder of $fpath.
_qrun() {
  local reply value text
  local -a whole part whole_shown part_shown
  while IFS= read -r reply; do
    value=\${reply%%$'\\t'*}
    text=\${reply#*$'\\t'}
    [[ $text == $reply ]] && text=''
    if [[ $value == *[/=,] ]]; then
      part+=("$value")
      part_shown+=("$value\${text:+  -- $text}")
    else
      whole+=("$value")
      whole_shown+=("$value\${text:+  -- $text}")
    fi
  done < <(qrun __complete zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  (( \${#whole} )) && compadd -l -d whole_shown -a -- whole
  (( \${#part} )) && compadd -l -d part_shown -S '' -a -- part
  (( \${#whole} + \${#part} ))
}
if [[ \${funcstack[1]:-} == _qrun ]]; then
  _qrun "$@"
else
  compdef _qrun qrun
fi
`

const FISH = `# Completion of qrun for fish. Save it as ~/.config/fish/completions/qrun.fish
function __qrun_complete
    set -l words (commandline -opc)
    qrun __complete fish -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c qrun -f -k -a '(__qrun_complete)'
`

const POWERSHELL = `# Completion of qrun for PowerShell. Add to $PROFILE: qrun completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName qrun -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @()
  foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) {
      $words += $element.Value
    } else {
      $words += $element.Extent.Text
    }
  }
  # An empty word would not arrive: the last one has a sign in front.
  $words += "=$wordToComplete"
  & qrun __complete powershell '--' @words 2>$null | ForEach-Object {
    $value, $text = $_ -split "\`t", 2
    if (-not $text) { $text = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
  }
}
`

/** What a shell has to read to complete the command line of qrun. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
}
