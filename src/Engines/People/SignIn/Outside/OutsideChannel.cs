using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform.Demo;
using Linli.Platform.Outside;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Linli.People.SignIn.Outside;

/// <summary>Talks to other houses: no redirects, none within the network unless an operator allows it, at most one mebibyte.</summary>
internal sealed class OutsideChannel : IDisposable
{
    private const int LargestAnswer = 1 << 20;
    private readonly HttpClient outside;
    private readonly HttpClient? simulator;
    private readonly OutsideOptions options;

    public OutsideChannel(IOptions<OutsideOptions> options, IServiceProvider services, DemoMode demo)
    {
        this.options = options.Value;
        outside = services.GetKeyedService<HttpClient>(nameof(OutsideChannel)) ?? OutsideConnections.Client(() => this.options.AllowPrivate, "People:Outside:AllowPrivate");
        outside.MaxResponseContentBufferSize = LargestAnswer;
        if (demo.IsDemo && services.GetService<ICitySimulator>() is { } city)
            simulator = new(new InProcess(city));
    }

    /// <summary>Whether an address may be kept for a provider.</summary>
    public bool MayKeep(string url) =>
        OutsideAddresses.IsWellFormed(url, options.AllowPrivate) && (options.AllowPrivate || !OutsideAddresses.NamesInside(url));

    /// <exception cref="OutsideException">The house cannot be reached, or answers what it should not.</exception>
    public Task<JsonElement> GetJson(OutsideProvider provider, string url, CancellationToken cancel) =>
        Send(provider, new(HttpMethod.Get, url), cancel);

    /// <exception cref="OutsideException">The house cannot be reached, or answers what it should not.</exception>
    public async Task<JsonElement> Send(OutsideProvider provider, HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        {
            request.Headers.Accept.ParseAdd("application/json");
            var client = provider.IsSimulator ? simulator ?? throw new OutsideException("The simulator exists in the demo only.") : outside;
            try
            {
                using var answer = await client.SendAsync(request, cancel);
                return answer.IsSuccessStatusCode
                    ? await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)
                    : throw new OutsideException($"{request.RequestUri!.Host} answered {(int)answer.StatusCode}.");
            }
            catch (Exception e) when (e is JsonException or NotSupportedException || OutsideConnections.IsUnreachable(e, cancel))
            {
                throw new OutsideException(OutsideConnections.Describe(e));
            }
        }
    }

    public void Dispose()
    {
        outside.Dispose();
        simulator?.Dispose();
    }

    private sealed class InProcess(ICitySimulator city) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => city.Answer(request, cancellationToken);
    }
}

/// <summary>Another house cannot be reached, or what it says cannot be believed. The message is for the log, never for a page.</summary>
internal sealed class OutsideException(string message) : Exception(message);
