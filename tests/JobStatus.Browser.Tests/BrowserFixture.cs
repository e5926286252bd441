using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Demo;
using Microsoft.Playwright;
using Xunit;

namespace JobStatus.Browser.Tests;

/// <summary>An installed Chromium, and the pages that the built module created for the tests.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The folder with the pages and the screenshots.</summary>
    public static string Folder { get; } = Path.Combine(
        PowerShellHost.RepositoryAbove(AppContext.BaseDirectory)
            ?? throw new InvalidOperationException("The tests are not inside the repository."),
        "out",
        "browser");

    /// <summary>The path of a page.</summary>
    public static string PathOf(string page) => Path.Combine(Folder, page + ".html");

    public async ValueTask InitializeAsync()
    {
        await CreatePagesAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindChromium(),
            // Chromium has no sandbox for root, which is the user in a container.
            ChromiumSandbox = Environment.UserName != "root",
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens a page in a new browser profile.</summary>
    internal Task<OpenPage> OpenAsync(string page, BrowserNewContextOptions? options = null) =>
        OpenPage.OpenAsync(_browser!, PathOf(page), options ?? new BrowserNewContextOptions());

    // The browser that Playwright downloads is not used.
    private static string FindChromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(_ => Names, Path.Combine)
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium is missing. On Debian, install it with: apt-get install chromium");

    private static async Task CreatePagesAsync()
    {
        string repository = Path.GetFullPath(Path.Combine(Folder, "..", ".."));
        PowerShellHost host = await PowerShellHost.FindAsync(repository, default)
            ?? throw new InvalidOperationException("There is no pwsh on PATH, and 'dotnet tool restore' could not install one.");
        string script = Path.Combine(AppContext.BaseDirectory, "New-ReportPage.ps1");
        string module = Environment.GetEnvironmentVariable("JOBSTATUS_TEST_MODULE") ?? Path.Combine(repository, "out", "JobStatus");
        ProcessStartInfo start = host.StartInfo("-NoProfile", "-NonInteractive", "-File", script, module, Folder);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The pages were not created: {output}{await errors}");
        }
    }
}
