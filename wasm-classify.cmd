@echo off
rem Runs the command wasm-classify. Builds it first if it is not built. After a change of the sources: mvnw.cmd package
rem To build it needs a JDK 17 or later (JAVA_HOME, else PATH); to run what is built, a Java runtime 17 or later.
setlocal
set "root=%~dp0"
set "target=%root%cli\target"
set "jar=%target%\wasm-classify.jar"
set "stamp=%target%\built.txt"

if defined JAVA_HOME (
  set "java=%JAVA_HOME%\bin\java.exe"
) else (
  for %%I in (java.exe) do set "java=%%~$PATH:I"
)
if not defined java (
  echo wasm-classify: no Java found; install Java 17 or later and put it on the PATH, or set JAVA_HOME>&2
  exit /b 5
)
if not exist "%java%" (
  echo wasm-classify: "%java%" does not exist; set JAVA_HOME to Java 17 or later, or unset it>&2
  exit /b 5
)

if exist "%jar%" if exist "%stamp%" goto run

if not exist "%target%" mkdir "%target%"
rem Java's own list says which version it is, as in java.base@17.0.15, and whether it can compile
set "version=0"
"%java%" --list-modules >"%target%\modules.txt" 2>nul
for /f "usebackq tokens=1-3 delims=@.+-" %%A in ("%target%\modules.txt") do if "%%A.%%B"=="java.base" set "version=%%C"
if %version% LSS 17 (
  echo wasm-classify: "%java%" is too old; Java 17 or later is needed>&2
  exit /b 5
)
findstr /b "jdk.compiler@" "%target%\modules.txt" >nul
if errorlevel 1 (
  echo wasm-classify: "%java%" has no compiler; the first run builds the command and needs a JDK, not only a JRE>&2
  exit /b 5
)
echo wasm-classify: building, which is needed only once (the first time, Maven and libraries are downloaded too)>&2
pushd "%root%"
call mvnw.cmd -B -Dquick -Dmaven.test.skip=true -pl cli -am package >"%target%\build.log" 2>&1 <nul
set "failed=%ERRORLEVEL%"
popd
if not "%failed%"=="0" (
  type "%target%\build.log" >&2
  echo wasm-classify: the build failed; the lines above are in "%target%\build.log">&2
  exit /b 5
)
echo wasm-classify: preparing a fast start with this Java, which is needed only once>&2
"%java%" "@%root%cli\jvm.options" "@%root%cli\heap.options" -jar "%jar%" warmup --archive "%target%\classes.jsa" >nul 2>&1 <nul
>"%stamp%" echo built

:run
rem where the user sets a heap size, the launcher sets none
set "heap=@%root%cli\heap.options"
echo "%JAVA_TOOL_OPTIONS% %JDK_JAVA_OPTIONS%" | findstr /r "[-]Xm[snx] HeapSize= NewSize= RAMPercentage=" >nul && set "heap=@%root%cli\jvm.options"
rem an archive that does not fit this Java is ignored
set "archive=%target%\classes.jsa"
"%java%" "@%root%cli\jvm.options" "%heap%" "-XX:SharedArchiveFile=%archive%" "-Dwasm-classify.archive=%archive%" -jar "%jar%" %*
exit /b %ERRORLEVEL%
