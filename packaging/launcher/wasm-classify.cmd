@echo off
rem Runs the command wasm-classify of an installation, with the Java runtime that is part of it.
setlocal
for %%I in ("%~dp0..") do set "home=%%~fI"
set "java=%home%\runtime\bin\java.exe"
set "lib=%home%\lib"
set /p version=<"%lib%\version"

rem An installer makes the class archive inside the installation, by `wasm-classify warmup`. Else each user has one.
set "archive=%lib%\classes.jsa"
if exist "%archive%" goto run
if "%~1"=="warmup" goto run
if defined WASM_CLASSIFY_HOME (set "cache=%WASM_CLASSIFY_HOME%") else (set "cache=%LOCALAPPDATA%\wasm-classify")
set "archive=%cache%\classes-%version%.jsa"
if exist "%archive%" goto run
echo wasm-classify: preparing a fast start, which is needed only once>&2
"%java%" "@%lib%\jvm.options" "@%lib%\heap.options" -jar "%lib%\wasm-classify.jar" warmup --archive "%archive%" >nul 2>&1 <nul

:run
rem where the user sets a heap size, the launcher sets none
set "heap=@%lib%\heap.options"
echo "%JAVA_TOOL_OPTIONS% %JDK_JAVA_OPTIONS%" | findstr /r "[-]Xm[snx] HeapSize= NewSize= RAMPercentage=" >nul && set "heap=@%lib%\jvm.options"
rem an archive that is missing or does not fit this Java is ignored
"%java%" "@%lib%\jvm.options" "%heap%" "-XX:SharedArchiveFile=%archive%" "-Dwasm-classify.archive=%archive%" -jar "%lib%\wasm-classify.jar" %*
exit /b %ERRORLEVEL%
