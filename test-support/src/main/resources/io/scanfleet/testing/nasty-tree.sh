# Makes a nasty tree in the working directory. Prints "made WHAT" or "skipped WHAT" for each thing.
# Needs a POSIX shell and coreutils only: the hosts that test on have no other language in common.
# shellcheck shell=sh
export LC_ALL=C
umask 022
top=$PWD

# feature WHAT FUNCTION: runs it in the top directory; all or nothing counts as made.
feature() {
  (
    set -e
    cd "$top"
    "$2"
  ) >/dev/null 2>&1
  if [ $? -eq 0 ]; then echo "made $1"; else echo "skipped $1"; fi
}

# put NAME...: a file of some bytes in the working directory, whatever it is called.
put() {
  for name; do printf 'content of a nasty file\n' >"./$name"; done
}

# bytes FORMAT: the bytes that printf makes of it; a newline may not be the last one.
bytes() {
  # shellcheck disable=SC2059
  printf "$1"
}

mkdir names directories links special sizes times permissions skipped-by-default

no_text() {
  cd names
  put "$(bytes '\377\376')" "$(bytes 'caf\351.exr')" "$(bytes 'cut-off-\303')" \
    "$(bytes 'overlong-\300\257')" "$(bytes 'surrogate-\355\240\200')" "$(bytes '\200')"
}
feature names-not-utf8 no_text

# Shown to people these two look alike: a byte that is no text, and the sign that stands for one.
replacement_twins() {
  cd names
  put "$(bytes 'twin-\377')" "$(bytes 'twin-\357\277\275')"
}
feature names-replacement-twins replacement_twins

normal_form_twins() {
  cd names
  put "$(bytes 'r\303\251sum\303\251.txt')" "$(bytes 're\314\201sume\314\201.txt')"
}
feature names-normal-form-twins normal_form_twins

case_twins() {
  cd names
  put Plate.exr plate.exr PLATE.EXR
}
feature names-case-twins case_twins

control() {
  cd names
  put "$(bytes 'new\nline')" "$(bytes '\nfirst')" "$(bytes 'tab\there')" "$(bytes 'carriage\rreturn')" \
    "$(bytes 'escape\033[31mred')" "$(bytes '\001')" "$(bytes 'delete\177')"
}
feature names-control-characters control

quoting() {
  cd names
  put 'double"quote' "single'quote" 'back\slash' 'trailing\' '\n' '$HOME' '`id`' '$(id)' 'a;b' \
    'a|b' 'a&b' '*' '[a]' '?' '{a,b}' '~' '#' '!' '%s%n' 'a,b' '=1+1' '@SUM(1)' 'a:b' 'C:'
}
feature names-quoting quoting

web() {
  cd names
  put 'a%2Fb' 'a%00b' '%' 'a+b' '<script>alert(1)<' '"><img src=x onerror=alert(1)>' '&lt;' \
    '{{7*7}}' '${7*7}' 'javascript:alert(1)' 'null' 'undefined' '__proto__' 'constructor'
}
feature names-web web

options() {
  cd names
  put - -- -rf --help -n '-printf %p'
}
feature names-leading-dash options

spaces() {
  cd names
  put ' ' '   ' ' leading' 'trailing ' 'in the middle' "$(bytes 'no-break\302\240space')" \
    "$(bytes '\342\200\213')"
}
feature names-spaces spaces

dots() {
  cd names
  put .hidden ... .... ..a a. '. ' '.. '
}
feature names-dots dots

numbers() {
  cd names
  put 0 7 007 07 1e3 NaN -1
}
feature names-numbers numbers

unicode() {
  cd names
  put "$(bytes 'right-to-left-\342\200\256gpj.exe')" "$(bytes '\360\237\216\254\360\237\221\251\342\200\215\360\237\232\200')" \
    "$(bytes 'line-separator-\342\200\250')" "$(bytes '\357\273\277byte-order-mark')" \
    "$(bytes '\330\271\330\261\330\250\331\212')" "$(bytes '\346\230\240\345\203\217')" \
    "$(bytes 'z\314\264\315\215\314\233\314\276algo')" "$(bytes 'beyond-\364\217\277\277')"
}
feature names-unicode unicode

# 255 bytes is the longest that a name may be: of one byte each, of two, and of bytes that are no text.
longest() {
  cd names
  two=$(bytes '\303\251')
  accented=x
  for _ in $(seq 127); do accented=$accented$two; done
  put "$(printf '%0255d' 0)" "$(printf '%0255d' 0 | tr 0 '\377')" "$accented"
}
feature names-255-bytes longest

nasty_directories() {
  cd directories
  for name in "$(bytes '\377\376')" "$(bytes 'new\nline')" ' ' -rf ... 'a%2Fb' '<script>' 'back\slash' .hidden; do
    mkdir "./$name" "./$name/$name"
    put "$name/frame.1001.exr" "$name/$name/$name"
  done
}
feature directories-with-nasty-names nasty_directories

empty() {
  mkdir directories/empty directories/nothing-but-directories directories/nothing-but-directories/empty
}
feature empty-directories empty

hard_links() {
  cd links
  mkdir here there
  put here/original here/alone
  ln here/original here/second-name
  ln here/original there/third-name
  truncate -s 123456789 there/big
  ln there/big there/big-again
}
feature hard-links hard_links

symbolic_links() {
  cd links
  ln -s no/such/target dangling
  ln -s here to-a-directory
  ln -s here/original to-a-file
  ln -s itself itself
  ln -s loop-b loop-a
  ln -s loop-a loop-b
  ln -s .. to-its-parent
  ln -s / to-the-root
  ln -s /etc out-of-the-tree
  ln -s "$(bytes '\377')" to-no-text
  ln to-a-file to-a-file-hard-linked
}
feature symbolic-links symbolic_links

pipe() { mkfifo special/pipe; }
feature fifo pipe

device() { mknod special/null c 1 3; }
feature device device

sparse() { truncate -s 1T sizes/one-tebibyte-sparse; }
feature size-sparse-1-tebibyte sparse

beyond() {
  truncate -s 9007199254740993 sizes/beyond-2-to-the-53 || {
    rm sizes/beyond-2-to-the-53
    return 1
  }
}
feature size-beyond-2-to-the-53 beyond

small() {
  : >sizes/empty
  printf x >sizes/one-byte
  printf '%04096d' 0 >sizes/one-block
  printf '%04097d' 0 >sizes/one-block-and-a-byte
}
feature size-small small

before_1970() {
  cd times
  put 1969-07-20 1901-12-14 just-before-1970 1970-01-01
  touch -d '1969-07-20 20:17:40 UTC' 1969-07-20
  touch -d '1901-12-14 00:00:00 UTC' 1901-12-14
  touch -d '1969-12-31 23:59:59.5 UTC' just-before-1970
  touch -d '1970-01-01 00:00:00 UTC' 1970-01-01
}
feature times-before-1970 before_1970

far_future() {
  cd times
  put 2100-01-01
  touch -d '2100-01-01 00:00:00.123456789 UTC' 2100-01-01
}
feature times-after-2038 far_future

unreadable() {
  cd permissions
  mkdir unreadable
  put unreadable/secret unreadable-file
  chmod 000 unreadable unreadable-file
}
feature unreadable unreadable

snapshots() {
  cd skipped-by-default
  mkdir -p .snapshot/hourly.0 .zfs/snapshot/daily work/.snapshot/hourly.0 work/.snapshots
  put kept .snapshot/hourly.0/old .zfs/snapshot/daily/old work/kept work/.snapshot/hourly.0/old \
    work/.snapshots/kept .snapshot-is-a-file
}
feature snapshots snapshots

# Entered step by step and by what the system knows, since the whole path is too long to be said.
deep() {
  mkdir deep
  cd -P deep
  depth=0
  while [ "$depth" -lt 300 ]; do
    step=$(printf 'level-%03d-deep-below' "$depth")
    mkdir "$step"
    cd -P "$step"
    depth=$((depth + 1))
  done
  put bottom
}
feature path-beyond-4096-bytes deep

exit 0
