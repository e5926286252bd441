using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace JobStatus.Browser.Tests;

/// <summary>A page in a browser profile of its own, which records errors and requests.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private static readonly string[] Severe = ["serious", "critical"];

    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];
    private readonly List<string> _requests = [];

    private OpenPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => _errors.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => _errors.Add(error);
        context.Request += (_, request) => _requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>The errors of scripts, and what was written to the console.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The addresses that the page requested.</summary>
    public IReadOnlyList<string> Requests => _requests;

    public static async Task<OpenPage> OpenAsync(IBrowser browser, string path, BrowserNewContextOptions options)
    {
        IBrowserContext context = await browser.NewContextAsync(options);
        var open = new OpenPage(context, await context.NewPageAsync());
        await open.Page.GotoAsync(new Uri(path).AbsoluteUri);
        return open;
    }

    public ILocator Rows => Page.Locator("tbody tr:visible");

    /// <summary>The texts of a column, in the order of the visible rows.</summary>
    public Task<IReadOnlyList<string>> ColumnAsync(int column) =>
        Page.Locator($"tbody tr:visible td:nth-child({column})").AllTextContentsAsync();

    /// <summary>Checks that the page is not wider than the window.</summary>
    public async Task AssertNoHorizontalScrollingAsync()
    {
        int[] widths = await Page.EvaluateAsync<int[]>("[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        Assert.True(widths[0] <= widths[1], $"The page is {widths[0]} pixels wide in a window of {widths[1]} pixels.");
    }

    /// <summary>Checks that axe finds no serious or critical problem of accessibility.</summary>
    public async Task AssertAccessibleAsync()
    {
        AxeResult result = await Page.RunAxe();
        Assert.NotEmpty(result.Passes);
        Assert.Equal(
            [],
            result.Violations
                .Where(violation => Severe.Contains(violation.Impact))
                .Select(violation => $"{violation.Id}: {string.Join(", ", violation.Nodes.Take(5).Select(node => node.Html))}"));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
