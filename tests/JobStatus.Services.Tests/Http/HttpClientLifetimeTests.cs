using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class HttpClientLifetimeTests
{
    private readonly FakeClock _clock = new();
    private readonly List<Handler> _handlers = [];

    [Fact]
    public void After_two_minutes_the_first_client_is_replaced()
    {
        using HttpClientLifetime lifetime = Create();

        HttpClient first = lifetime.Current;
        _clock.Advance(119.9);
        Assert.Same(first, lifetime.Current);
        Assert.Single(_handlers);
        _clock.Advance(0.1);
        HttpClient second = lifetime.Current;

        Assert.NotSame(first, second);
        Assert.Equal(2, _handlers.Count);
        foreach (HttpClient client in new[] { first, second })
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, client.Timeout);
            Assert.StartsWith("JobStatus/", client.DefaultRequestHeaders.UserAgent.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Disposing_ends_the_first_client()
    {
        HttpClientLifetime lifetime = Create();
        HttpClient first = lifetime.Current;

        lifetime.Dispose();

        Assert.True(Assert.Single(_handlers).IsDisposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => first.GetAsync(new Uri("https://service.test"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void After_disposing_no_later_client_is_created()
    {
        HttpClientLifetime lifetime = Create();
        _clock.Advance(120);
        _ = lifetime.Current;

        lifetime.Dispose();

        Assert.Throws<ObjectDisposedException>(() => lifetime.Current);
    }

    [Fact]
    public void Disposing_creates_no_client()
    {
        Create().Dispose();

        Assert.Empty(_handlers);
    }

    private HttpClientLifetime Create()
    {
        ConnectionOptions options = new("tests")
        {
            Time = _clock,
            Transport = () =>
            {
                _handlers.Add(new Handler());
                return _handlers[^1];
            },
        };
        return new HttpClientLifetime(options, new Lazy<ConnectionProxy>(() => throw new NotSupportedException()));
    }

    private sealed class Handler : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
