using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests.Faults;

/// <summary>
/// A server in front of a sandbox that sends the responses of the sandbox, or responses with faults at the level of
/// single bytes. It listens on a free loopback port and accepts one request per connection.
/// </summary>
internal sealed class FaultInjectingProxy : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly X509Certificate2? _certificate;
    private readonly int _port;
    private TcpListener _listener;
    private Func<Exchange, Task>? _fault;
    private Predicate<string> _matches = _ => true;
    private int _remaining;
    private DateTimeOffset _heldUntil;
    private int _refusedAdvances;
    private PendingSleep? _pendingSleep;

    private FaultInjectingProxy(Uri sandboxUri, FakeClock clock, X509Certificate2? certificate)
    {
        SandboxUri = sandboxUri;
        Clock = clock;
        _certificate = certificate;
        _listener = Listen(port: 0);
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        BaseUri = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{_port}");
    }

    public Uri BaseUri { get; }

    /// <summary>The address of the sandbox.</summary>
    public Uri SandboxUri { get; }

    public FakeClock Clock { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>Whether only the clock can continue the test, because a request is held or the machine is to sleep.</summary>
    public bool IsWaitingForClock
    {
        get
        {
            lock (_gate)
            {
                return Volatile.Read(ref _pendingSleep) is not null || _heldUntil > Clock.GetUtcNow();
            }
        }
    }

    public static FaultInjectingProxy Start(Uri sandboxUri, FakeClock clock, X509Certificate2? certificate) =>
        new(sandboxUri, clock, certificate);

    /// <summary>Injects a fault into the next responses.</summary>
    /// <param name="fault">Sends the response.</param>
    /// <param name="count">The number of responses with the fault.</param>
    /// <param name="matches">Selects the paths that the fault affects.</param>
    public void InjectFault(Func<Exchange, Task> fault, int count, Predicate<string> matches)
    {
        lock (_gate)
        {
            (_fault, _remaining, _matches) = (fault, count, matches);
        }
    }

    /// <summary>Refuses connections until the clock has been advanced this number of times.</summary>
    public void RefuseConnections(int advances)
    {
        _refusedAdvances = advances;
        _listener.Stop();
    }

    /// <summary>Must be called before the clock is advanced.</summary>
    public void BeforeClockAdvance()
    {
        if (_refusedAdvances > 0 && --_refusedAdvances == 0)
        {
            _listener = Listen(_port);
        }
    }

    /// <summary>Lets the machine sleep before the response continues.</summary>
    public async Task SleepAsync(TimeSpan time)
    {
        PendingSleep sleep = new(time);
        Volatile.Write(ref _pendingSleep, sleep);
        Clock.CheckConditions();
        await sleep.Completed.Task;
    }

    /// <summary>Removes and returns the pending sleep, or returns null if there is none.</summary>
    public PendingSleep? TakePendingSleep() => Interlocked.Exchange(ref _pendingSleep, null);

    /// <summary>Notes that a request is held until this time.</summary>
    public void HoldUntil(DateTimeOffset until)
    {
        lock (_gate)
        {
            _heldUntil = until > _heldUntil ? until : _heldUntil;
        }

        Clock.CheckConditions();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Client.Dispose();
    }

    private TcpListener Listen(int port)
    {
        TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync(_stopping.Token));
            }
        }
        catch (Exception exception) when (exception
            is SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        try
        {
            await using Stream client = await OpenAsync(socket);
            if (await ReadAsync(client) is { } request)
            {
                Exchange exchange = new(this, socket, client, request, _stopping.Token);
                await (Take(request.Target) is { } fault ? fault(exchange) : exchange.RelayAsync());
            }
        }
        catch (Exception exception) when (exception
            is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
        {
            // The client closed the connection or rejected the certificate.
        }
    }

    private Func<Exchange, Task>? Take(string target)
    {
        lock (_gate)
        {
            return _fault is null || _remaining == 0 || !_matches(target) || _remaining-- == 0 ? null : _fault;
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        NetworkStream plain = new(socket, ownsSocket: true);
        if (_certificate is null)
        {
            return plain;
        }

        SslStream secure = new(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return secure;
    }

    private async Task<Exchange.Request?> ReadAsync(Stream client)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!(head.Count >= 4 && head[^1] == '\n' && head[^3] == '\n'))
        {
            if (await client.ReadAsync(one, _stopping.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        (string Name, string Value)[] headers =
        [
            .. lines.Skip(1).Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts[1])),
        ];
        string length = headers.FirstOrDefault(header => header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value
            ?? "0";
        byte[] body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await client.ReadExactlyAsync(body, _stopping.Token);

        // A request to an HTTP proxy contains the absolute address.
        string target = first[1].StartsWith("http", StringComparison.Ordinal) ? new Uri(first[1]).PathAndQuery : first[1];
        return new Exchange.Request(first[0], target, [.. headers.Where(header => header.Name is not ("Host" or "Connection"))], body);
    }

    internal sealed record PendingSleep(TimeSpan Time)
    {
        public TaskCompletionSource Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
