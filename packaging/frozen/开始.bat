@echo off
rem Opens the page, from wherever it is double-clicked. Chinese stands in echo lines alone, behind chcp, and no jump follows it:
rem cmd.exe loses its place in a file of such characters when it jumps.
chcp 65001 >nul
title build_report
pushd "%~dp0"
if exist build_report.exe (
    build_report.exe page
) else (
    echo 这里没有程序。压缩包要先全部解压（右键，全部解压），再到解压出来的文件夹里双击「开始」。 ...
    cmd /c exit 2
)
if errorlevel 1 pause
popd
