using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Tests;
using Microsoft.Playwright;
using Xunit;

namespace JobStatus.Browser.Tests;

/// <summary>Tests the page that ConvertTo-RemoteJobReport creates.</summary>
public sealed class ReportPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const int RunsOfTheWeek = 45;
    private const int LargestPage = 1_000_000;

    [Fact]
    public async Task The_page_shows_the_summary_the_timeline_the_failures_and_all_runs()
    {
        await using OpenPage open = await browser.OpenAsync("week");
        IPage page = open.Page;
        Assert.Equal("Nightly jobs", await page.TitleAsync());
        Assert.Matches("^[0-9]+ of 45 runs failed, ", await page.Locator(".headline").TextContentAsync() ?? string.Empty);
        Assert.Equal(RunsOfTheWeek, await open.Rows.CountAsync());
        Assert.Equal(6, await page.Locator(".lanes li").CountAsync());

        // The time of one run is not known.
        Assert.Equal(RunsOfTheWeek - 1, await page.Locator(".lanes svg a").CountAsync());
        string[] states = [.. await open.ColumnAsync(1)];
        string[] names = [.. await open.ColumnAsync(2)];
        int problems = states.Zip(names).Where(run => run.First is "Failed" or "Stopped" or "Warning").Distinct().Count();
        Assert.Equal(problems, await page.Locator(".problems li").CountAsync());
        IReadOnlyList<string> tiles = await page.Locator(".tiles li").AllTextContentsAsync();
        Assert.Equal(states.GroupBy(state => state).Select(group => $"{group.Count()} {group.Key}").Order(), tiles.Order());
        Assert.Equal("1 Queued, 45 runs", $"{tiles.Single(tile => tile.EndsWith("Queued", StringComparison.Ordinal))}, " +
            $"{await page.Locator("#shown").TextContentAsync()}");
    }

    [Theory]
    [InlineData("week")]
    [InlineData("empty")]
    [InlineData("large")]
    [InlineData("hostile")]
    [InlineData("mail")]
    [InlineData("hostile-mail")]
    public async Task A_page_causes_no_error_and_requests_nothing(string name)
    {
        await using OpenPage open = await browser.OpenAsync(name);
        await open.Page.EvaluateAsync("document.fonts.ready.then(() => true)");
        Assert.Equal([], open.Errors);
        Assert.Equal([new Uri(BrowserFixture.PathOf(name)).AbsoluteUri], open.Requests);
    }

    [Fact]
    public async Task The_policy_of_the_page_blocks_other_scripts_and_requests()
    {
        await using OpenPage open = await browser.OpenAsync("week");
        await open.Page.EvaluateAsync(
            """
            () => {
              const script = document.createElement('script');
              script.textContent = 'window.harmed = true';
              document.body.append(script);
              const image = document.createElement('img');
              image.setAttribute('onerror', 'window.harmed = true');
              image.src = 'http://127.0.0.1:9/x.png';
              document.body.append(image);
              return fetch('http://127.0.0.1:9/').catch(() => true);
            }
            """);
        Assert.False(await open.Page.EvaluateAsync<bool>("'harmed' in window"));
        Assert.Contains(open.Errors, error => error.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_click_on_a_header_sorts_the_table_and_another_click_reverses_it()
    {
        await using OpenPage open = await browser.OpenAsync("week");
        Assert.Equal("descending", await Header(open, "Submitted").GetAttributeAsync("aria-sort"));
        await Header(open, "Duration").GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal("ascending", await Header(open, "Duration").GetAttributeAsync("aria-sort"));
        Assert.Null(await Header(open, "Submitted").GetAttributeAsync("aria-sort"));
        TimeSpan[] durations = await DurationsAsync(open);
        Assert.Equal(durations.Order(), durations);

        // The button also works with the keyboard, and runs without a duration stay last.
        await Header(open, "Duration").GetByRole(AriaRole.Button).PressAsync("Enter");
        Assert.Equal("descending", await Header(open, "Duration").GetAttributeAsync("aria-sort"));
        Assert.Equal(durations.OrderDescending(), await DurationsAsync(open));
        Assert.Equal(string.Empty, (await open.ColumnAsync(6))[^1]);

        await Header(open, "State").GetByRole(AriaRole.Button).ClickAsync();
        string[] states = [.. (await open.ColumnAsync(1)).Distinct()];
        Assert.Equal(["Failed", "Stopped", "Warning", "Unknown", "Running", "Queued", "Completed"], states);
    }

    [Fact]
    public async Task The_filter_shows_only_rows_with_all_words_and_the_state()
    {
        await using OpenPage open = await browser.OpenAsync("week");
        await open.Page.GetByLabel("Contains").FillAsync("WAREHOUSE orders");
        Assert.All(await open.ColumnAsync(2), name => Assert.Equal("Orders to warehouse", name));
        int rows = await open.Rows.CountAsync();
        Assert.Equal($"{rows} of 45 runs", await open.Page.Locator("#shown").TextContentAsync());
        await open.Page.GetByLabel("State", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("Running");
        Assert.Equal(["200001"], await open.ColumnAsync(4));
        await open.Page.GetByLabel("Contains").FillAsync("nothing has this");
        Assert.Equal("0 of 45 runs", await open.Page.Locator("#shown").TextContentAsync());
    }

    [Fact]
    public async Task A_bar_shows_details_on_hover_and_on_focus_and_links_to_its_row()
    {
        await using OpenPage open = await browser.OpenAsync("week");
        ILocator tip = open.Page.Locator("#tip");
        ILocator failed = open.Page.Locator(".lanes a:has(rect.f)").First;
        await failed.HoverAsync();
        Assert.Matches("Failed, 2026-11-", await tip.InnerTextAsync());
        await open.Page.Keyboard.PressAsync("Escape");
        Assert.False(await tip.IsVisibleAsync());

        // Tab reaches each lane once, at its newest run, and the arrow keys reach its other runs.
        ILocator lane = open.Page.Locator(".lanes li", new PageLocatorOptions { HasText = "Orders to warehouse" });
        Assert.Equal(1, await lane.Locator("a[tabindex='0']").CountAsync());
        await lane.Locator("a[tabindex='0']").FocusAsync();
        await open.Page.Keyboard.PressAsync("Home");
        await open.Page.Keyboard.PressAsync("ArrowRight");
        string focused = await open.Page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')");
        Assert.StartsWith("Completed, 2026-11-02 01:", focused, StringComparison.Ordinal);
        Assert.Contains(focused, await tip.InnerTextAsync(), StringComparison.Ordinal);

        // The row is shown even if the filter hides it.
        await open.Page.GetByLabel("Contains").FillAsync("Alma");
        string row = (await failed.GetAttributeAsync("href"))!;
        await failed.FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.True(await open.Page.Locator(row).IsVisibleAsync());
        Assert.Equal(row[1..], await open.Page.EvaluateAsync<string>("document.querySelector('tr:target').id"));
    }

    [Theory]
    [InlineData("week", true)]
    [InlineData("week", false)]
    [InlineData("hostile", true)]
    [InlineData("hostile", false)]
    [InlineData("empty", true)]
    public async Task A_window_of_360_pixels_needs_no_horizontal_scrolling(string name, bool scripts)
    {
        await using OpenPage open = await browser.OpenAsync(name, Window(360, scripts: scripts));
        await open.AssertNoHorizontalScrollingAsync();
    }

    [Theory]
    [InlineData("week", 1280, ColorScheme.Light)]
    [InlineData("week", 1280, ColorScheme.Dark)]
    [InlineData("week", 360, ColorScheme.Light)]
    [InlineData("week", 360, ColorScheme.Dark)]
    [InlineData("states", 1280, ColorScheme.Light)]
    [InlineData("states", 1280, ColorScheme.Dark)]
    [InlineData("hostile", 1280, ColorScheme.Light)]
    [InlineData("empty", 1280, ColorScheme.Dark)]
    [InlineData("mail", 1280, ColorScheme.Light)]
    public async Task Axe_finds_no_serious_problem(string name, int width, ColorScheme scheme)
    {
        await using OpenPage open = await browser.OpenAsync(name, Window(width, scheme));
        await open.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Light_and_dark_differ()
    {
        var backgrounds = new HashSet<string>();
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using OpenPage open = await browser.OpenAsync("week", Window(1280, scheme));
            backgrounds.Add(await open.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        }

        Assert.Equal(2, backgrounds.Count);
    }

    [Fact]
    public async Task Print_shows_everything_except_the_controls()
    {
        await using OpenPage open = await browser.OpenAsync("week", Window(794));
        await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        Assert.False(await open.Page.Locator("#filter").IsVisibleAsync());
        Assert.Equal(RunsOfTheWeek, await open.Rows.CountAsync());
        Assert.Equal(
            "rgb(255, 255, 255)", await open.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        await open.AssertNoHorizontalScrollingAsync();
        byte[] document = await open.Page.PdfAsync(new PagePdfOptions { Format = "A4" });
        Assert.True(document.Length > 10_000);
    }

    [Fact]
    public async Task Without_scripts_the_page_is_complete()
    {
        await using OpenPage open = await browser.OpenAsync("week", Window(1280, scripts: false));
        Assert.Equal(RunsOfTheWeek, await open.Rows.CountAsync());
        Assert.False(await open.Page.Locator("#filter").IsVisibleAsync());
        ILocator bar = open.Page.Locator(".lanes a:has(rect.f)").First;
        Assert.StartsWith("Failed, 2026-11-", await bar.Locator("title").TextContentAsync(), StringComparison.Ordinal);
        string row = (await bar.GetAttributeAsync("href"))!;
        await bar.FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.EndsWith(row, open.Page.Url, StringComparison.Ordinal);
        Assert.Equal("Failed", await open.Page.Locator($"{row} td").First.TextContentAsync());
    }

    [Theory]
    [InlineData("hostile")]
    [InlineData("hostile-mail")]
    public async Task Hostile_text_stays_text_and_addresses_that_are_not_web_addresses_are_no_links(string name)
    {
        await using OpenPage open = await browser.OpenAsync(name);
        foreach (ILocator bar in await open.Page.Locator(".lanes svg a").AllAsync())
        {
            await bar.HoverAsync();
        }

        Assert.False(await open.Page.EvaluateAsync<bool>("'harmed' in window"));
        Assert.Equal([], open.Errors);
        string text = await open.Page.Locator("body").InnerTextAsync();
        Assert.Contains("</script><script>window.harmed = true</script>", text, StringComparison.Ordinal);
        Assert.Contains("<img src=\"x\" onerror=\"window.harmed = true\">", text, StringComparison.Ordinal);
        Assert.Contains("' onmouseover='window.harmed = true' x='", text, StringComparison.Ordinal);
        Assert.Equal(0, await open.Page.Locator("img, iframe, object, embed, form, link, base, body b b").CountAsync());
        Assert.Equal(name == "hostile" ? 1 : 0, await open.Page.Locator("script").CountAsync());
        string[] links = await open.Page.EvaluateAsync<string[]>(
            "Array.from(document.querySelectorAll('[href]'), link => link.getAttribute('href'))");
        Assert.All(
            links.Where(link => !link.StartsWith('#')),
            link => Assert.StartsWith("https://alma.example/", link, StringComparison.Ordinal));
        Assert.Contains(links, link => link.StartsWith("https://alma.example/%22", StringComparison.Ordinal));
        string[] handlers = await open.Page.EvaluateAsync<string[]>(
            "Array.from(document.querySelectorAll('*')).flatMap(item => item.getAttributeNames()).filter(item => item.startsWith('on'))");
        Assert.Equal([], handlers);
    }

    [Theory]
    [InlineData("mail")]
    [InlineData("hostile-mail")]
    public async Task The_page_for_mail_has_no_script_drawing_or_style_sheet(string name)
    {
        await using OpenPage open = await browser.OpenAsync(name);
        Assert.Equal(0, await open.Page.Locator("script, style, svg, link, [class]").CountAsync());
    }

    [Fact]
    public async Task Each_state_has_its_own_pattern_or_frame_in_the_legend()
    {
        await using OpenPage open = await browser.OpenAsync("states");
        string[] looks = await open.Page.EvaluateAsync<string[]>(
            """
            Array.from(document.querySelectorAll('.legend rect'), bar => {
              const style = getComputedStyle(bar);
              return [style.fill, style.strokeDasharray, style.fill.startsWith('url') ? '' : style.stroke].join(' ');
            })
            """);
        Assert.Equal(8, looks.Length);
        Assert.Equal(8, looks.Distinct().Count());
    }

    [Fact]
    public async Task A_short_failure_is_visible_beside_its_retry()
    {
        await using OpenPage open = await browser.OpenAsync("states");
        ILocator lane = open.Page.Locator(".lanes li", new PageLocatorOptions { HasText = "Retried" });
        LocatorBoundingBoxResult failed = (await lane.Locator("rect.f").BoundingBoxAsync())!;
        LocatorBoundingBoxResult retry = (await lane.Locator("rect.c").BoundingBoxAsync())!;
        Assert.True(failed.Width >= 2);
        Assert.True(failed.Y + failed.Height <= retry.Y);
    }

    [Theory]
    [InlineData("mail", 800)]
    [InlineData("hostile-mail", 1280)]
    public async Task A_mail_needs_no_horizontal_scrolling(string name, int width)
    {
        await using OpenPage open = await browser.OpenAsync(name, Window(width));
        await open.AssertNoHorizontalScrollingAsync();
    }

    [Fact]
    public async Task A_page_of_2000_runs_is_smaller_than_1_MB_and_can_be_filtered()
    {
        long size = new FileInfo(BrowserFixture.PathOf("large")).Length;
        Figures.Report(string.Create(CultureInfo.InvariantCulture, $"a report of 2,000 runs has {size:N0} bytes"));
        Assert.InRange(size, 1, LargestPage);
        await using OpenPage open = await browser.OpenAsync("large");
        Assert.Equal(2000, await open.Rows.CountAsync());
        await open.Page.GetByLabel("Contains").FillAsync("101234");
        Assert.Equal(["101234"], await open.ColumnAsync(4));
    }

    [Theory]
    [InlineData("1280", 1280, ColorScheme.Light)]
    [InlineData("1280-dark", 1280, ColorScheme.Dark)]
    [InlineData("360", 360, ColorScheme.Light)]
    [InlineData("print", 794, ColorScheme.Light)]
    public async Task A_screenshot_is_saved(string name, int width, ColorScheme scheme)
    {
        await using OpenPage open = await browser.OpenAsync("week", Window(width, scheme));
        if (name == "print")
        {
            await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        }

        string path = Path.Combine(BrowserFixture.Folder, $"report-{name}.png");
        await open.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
        Assert.True(new FileInfo(path).Length > 10_000);
    }

    private static BrowserNewContextOptions Window(int width, ColorScheme scheme = ColorScheme.Light, bool scripts = true) => new()
    {
        ViewportSize = new ViewportSize { Width = width, Height = 900 },
        ColorScheme = scheme,
        JavaScriptEnabled = scripts,
    };

    private static ILocator Header(OpenPage open, string name) =>
        open.Page.Locator("th", new PageLocatorOptions { HasText = name });

    private static async Task<TimeSpan[]> DurationsAsync(OpenPage open) =>
        [.. (await open.ColumnAsync(6)).Where(text => text.Length > 0).Select(text => TimeSpan.Parse(text, CultureInfo.InvariantCulture))];
}
