@echo off
rem Installs from wheels\ the first time, then opens the page, from wherever it is double-clicked. Chinese stands in echo lines alone,
rem behind chcp, and no jump follows it: cmd.exe loses its place in a file of such characters when it jumps.
chcp 65001 >nul
title build_report
pushd "%~dp0"

rem Installed, and by a Python that is still there?
set ready=no
if exist .venv\installed .venv\Scripts\python.exe -c "" >nul 2>nul && set ready=yes

rem The launcher of python.org; else what is on PATH, which may be no more than the shop's sign: that runs nothing.
set python=
if %ready%==no python -c "" >nul 2>nul && set python=python
if %ready%==no py -3 -c "" >nul 2>nul && set python=py -3
if %ready%==no if defined python if exist install.py %python% install.py && set ready=yes
if not exist install.py (
    echo 这里少了文件。压缩包要先全部解压（右键，全部解压），再到解压出来的文件夹里双击「开始」。 ...
    set ready=no
    set python=none
)
if %ready%==no if not defined python (
    echo 这台电脑上没有 Python。请先装 64 位的 Python 3.11 到 3.14（装的时候勾选 Add Python to PATH），再双击「开始」。 ...
)
if %ready%==yes .venv\Scripts\python.exe build_report.py page
if %ready%==no cmd /c exit 2
if errorlevel 1 pause
popd
