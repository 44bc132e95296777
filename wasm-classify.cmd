@echo off
rem Runs the command wasm-classify, and builds it first where it is not built or this Java did not build it.
rem Needs a JDK 17 or later (JAVA_HOME, else PATH) to build and to run; nothing else. After a change of the sources: mvnw.cmd package
setlocal
set "root=%~dp0"
set "target=%root%cli\target"
set "jar=%target%\wasm-classify.jar"
set "archive=%target%\classes.jsa"
set "stamp=%target%\built.txt"

if defined JAVA_HOME (
  set "java=%JAVA_HOME%\bin\java.exe"
) else (
  for %%I in (java.exe) do set "java=%%~$PATH:I"
)
if not defined java (
  echo wasm-classify: no Java found; install a JDK 17 or later and put it on the PATH, or set JAVA_HOME to it>&2
  exit /b 4
)
if not exist "%java%" (
  echo wasm-classify: "%java%" does not exist; set JAVA_HOME to a JDK 17 or later, or unset it>&2
  exit /b 4
)

rem built by this Java? the stamp holds its path, in quotes
set builder="none"
if exist "%stamp%" set /p builder=<"%stamp%"
if not exist "%jar%" goto build
if %builder%=="%java%" goto run

:build
if not exist "%target%" mkdir "%target%"
if exist "%stamp%" del "%stamp%"
rem Java's own list says which version it is, as in java.base@17.0.15, and whether it can compile
set "version=0"
"%java%" --list-modules >"%target%\modules.txt" 2>nul
for /f "usebackq tokens=1-3 delims=@.+-" %%A in ("%target%\modules.txt") do if "%%A.%%B"=="java.base" set "version=%%C"
if %version% LSS 17 (
  echo wasm-classify: "%java%" is too old; a JDK 17 or later is needed>&2
  exit /b 4
)
findstr /b "jdk.compiler@" "%target%\modules.txt" >nul
if errorlevel 1 (
  echo wasm-classify: "%java%" has no compiler; a JDK is needed, not only a JRE>&2
  exit /b 4
)
echo wasm-classify: building, once (the first time also downloads Maven and libraries)>&2
pushd "%root%"
call mvnw.cmd -B -Dmaven.test.skip=true package >"%target%\build.log" 2>&1 <nul
set "failed=%ERRORLEVEL%"
popd
if not "%failed%"=="0" (
  type "%target%\build.log" >&2
  echo wasm-classify: the build failed; the lines above are in "%target%\build.log">&2
  exit /b 4
)
>"%stamp%" echo "%java%"

:run
if exist "%archive%" (
  "%java%" "@%root%cli\jvm.options" -XX:SharedArchiveFile="%archive%" -jar "%jar%" %*
) else (
  "%java%" "@%root%cli\jvm.options" -jar "%jar%" %*
)
exit /b %ERRORLEVEL%
