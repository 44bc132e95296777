;; A guest whose "pictures" are scripts of one letter, to see what the host makes of every kind of answer:
;;   T traps   P refuses the picture: K its kind, S its sort, L its size   M is out of memory   X fails inside
;;   O gets no more memory and traps   R runs for ever
;;   C names a class that does not exist   N names none   G makes a thumbnail of a billion pixels
;;   anything else is class 2 at 0.75, then 0 at 0.25
;; Models are any bytes that do not begin with B(ad); O and R are as for pictures. After a change: wat2wasm scripted-guest.wat
(module
  (memory (export "memory") 1)
  (data (i32.const 16) "\bb\00\00\00{\22format\22:\22scripted\22,\22input\22:{\22shape\22:[1,1,1,3],\22scale\22:[1,1,1],\22offset\22:[0,0,0],\22normalisedBy\22:\22file\22},\22output\22:{\22name\22:\22o\22,\22classes\22:3},\22ops\22:{},\22macs\22:0,\22weightBytes\22:0,\22arenaBytes\22:0}")
  (data (i32.const 256) "\10\00\00\00not for\1b[31m me\n")
  (data (i32.const 512) "\80\02\00\00\e0\01\00\00") ;; the report: 640 x 480,
  (data (i32.const 520) "\00\00\00\00\00\00\f8\3f") ;; 1.5 ms decoding,
  (data (i32.const 528) "\00\00\00\00\00\00\e0\3f") ;; 0.5 ms resizing,
  (data (i32.const 536) "\00\00\00\00\00\80\4e\40") ;; 61 ms inference
  (data (i32.const 544) "\00\80\00\00\00\80\00\00") ;; the thumbnail: 32,768 x 32,768
  (global $next (mut i32) (i32.const 1024))
  (global $thumbnail (mut i32) (i32.const 0))

  (func (export "abi_version") (result i32) (i32.const 1))

  ;; never frees, and grows when full
  (func (export "alloc") (param $length i32) (result i32)
    (local $address i32)
    (local.set $address (global.get $next))
    (global.set $next (i32.add (local.get $address) (local.get $length)))
    (block $fits
      (br_if $fits (i32.le_u (global.get $next) (i32.shl (memory.size) (i32.const 16))))
      (br_if $fits (i32.ne (i32.const -1)
        (memory.grow (i32.add (i32.const 1) (i32.shr_u (local.get $length) (i32.const 16))))))
      (global.set $next (local.get $address))
      (return (i32.const 0)))
    (local.get $address))
  (func (export "dealloc") (param i32 i32))

  (func $unless-memory-or-time-ends (param $letter i32)
    (if (i32.eq (local.get $letter) (i32.const 79)) (then
      (drop (memory.grow (i32.const 65000)))
      unreachable))
    (if (i32.eq (local.get $letter) (i32.const 82)) (then (loop $for-ever (br $for-ever)))))

  (func (export "model_load") (param $model i32) (param i32 i32 i32) (result i32)
    (call $unless-memory-or-time-ends (i32.load8_u (local.get $model)))
    (select (i32.const -2) (i32.const 1) (i32.eq (i32.load8_u (local.get $model)) (i32.const 66))))
  (func (export "model_describe") (param i32) (result i32) (i32.const 16))
  (func (export "last_report") (result i32) (i32.const 512))
  (func (export "last_error") (result i32) (i32.const 256))
  (func (export "last_thumbnail") (result i32) (global.get $thumbnail))

  (func (export "classify_encoded") (param i32) (param $picture i32) (param i32) (param $k i32) (param $out i32) (result i32)
    (local $letter i32)
    (local.set $letter (i32.load8_u (local.get $picture)))
    (call $unless-memory-or-time-ends (local.get $letter))
    (if (i32.eq (local.get $letter) (i32.const 84)) (then unreachable))
    (if (i32.eq (local.get $letter) (i32.const 80)) (then (return (i32.const -3))))
    (if (i32.eq (local.get $letter) (i32.const 75)) (then (return (i32.const -6))))
    (if (i32.eq (local.get $letter) (i32.const 83)) (then (return (i32.const -7))))
    (if (i32.eq (local.get $letter) (i32.const 76)) (then (return (i32.const -8))))
    (global.set $thumbnail (select (i32.const 544) (i32.const 0) (i32.eq (local.get $letter) (i32.const 71))))
    (if (i32.eq (local.get $letter) (i32.const 77)) (then (return (i32.const -4))))
    (if (i32.eq (local.get $letter) (i32.const 88)) (then (return (i32.const -5))))
    (if (i32.eq (local.get $letter) (i32.const 78)) (then (return (i32.const 0))))
    (i32.store (local.get $out)
      (select (i32.const 9) (i32.const 2) (i32.eq (local.get $letter) (i32.const 67))))
    (f32.store offset=4 (local.get $out) (f32.const 0.75))
    (if (i32.eq (local.get $k) (i32.const 1)) (then (return (i32.const 1))))
    (i32.store offset=8 (local.get $out) (i32.const 0))
    (f32.store offset=12 (local.get $out) (f32.const 0.25))
    (i32.const 2))
  (func (export "classify_pixels") (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.const -3)))
