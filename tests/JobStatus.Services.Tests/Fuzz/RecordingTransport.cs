using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>Sends requests over the network and records the responses for each call.</summary>
internal sealed class RecordingTransport : DelegatingHandler
{
    public RecordingTransport()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
    }

    /// <summary>The name of the current call.</summary>
    public string Call { get; set; } = "";

    public Dictionary<string, List<FuzzExample>> Responses { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        string call = MutatingTransport.IsToken(request) ? MutatingTransport.TokenCall : Call;
        if (!Responses.TryGetValue(call, out List<FuzzExample>? responses))
        {
            Responses[call] = responses = [];
        }

        responses.Add(new FuzzExample((int)response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "", body));
        return response;
    }
}
