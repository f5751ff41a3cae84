using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Linli.Services;

namespace Linli.Server.Simulation;

/// <summary>
/// SIMULATOR, no real door: a gate as <c>docs/gates.md</c> describes it. Keeps its list, proves PINs, cards and QR codes
/// without asking the server, refuses everybody once the list is too old, and posts passes when the network is there.
/// </summary>
internal sealed class SimulatedGate(HttpClient server, string key, string secret, TimeProvider time)
{
    private readonly byte[] secretBytes = Convert.FromBase64String(secret);
    private readonly Dictionary<Guid, JsonElement> list = [];
    private readonly List<object> unsent = [];
    private readonly HashSet<string> seenTokens = new(StringComparer.Ordinal);
    private string? qrKey;
    private TimeSpan correction;
    private long sequence;

    /// <summary>Up to which change the list is written down.</summary>
    public long Have { get; private set; }

    /// <summary>From when on everybody is refused.</summary>
    public DateTimeOffset GoodUntil { get; private set; }

    /// <summary>Whether the network is there.</summary>
    public bool Online { get; set; } = true;

    /// <summary>By how much the device's own clock is wrong; the answers of the server set it right.</summary>
    public TimeSpan ClockError { get; set; }

    // What the device takes for the time: its clock, put right by what the server said last.
    private DateTimeOffset Now => time.GetUtcNow() + ClockError + correction;

    /// <summary>Entries in the list.</summary>
    public int Count => list.Count;

    /// <summary>Handles of faces in the device's own memory; what would be the template never leaves it.</summary>
    public Dictionary<Guid, string> Faces { get; } = [];

    /// <summary>Pulls what changed, and says at the next pull that it is written down.</summary>
    /// <returns>Whether the server answered.</returns>
    public async Task<bool> Pull(int wait, CancellationToken cancel)
    {
        if (!Online)
            return false;
        using var answer = await Send(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"changes?have={Have}&wait={wait}"), null, cancel);
        if (!answer.IsSuccessStatusCode)
            return false;
        var changes = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
        if (changes.GetProperty("full").GetBoolean())
            list.Clear();
        foreach (var entry in changes.GetProperty("changes").EnumerateArray())
            await Apply(entry, cancel);
        // What is not in a whole list is forgotten, templates too.
        foreach (var gone in Faces.Keys.Where(f => !list.ContainsKey(f)).ToList())
            Faces.Remove(gone);
        Have = changes.GetProperty("version").GetInt64();
        GoodUntil = changes.GetProperty("goodUntil").GetDateTimeOffset();
        correction = changes.GetProperty("serverTime").GetDateTimeOffset() - (time.GetUtcNow() + ClockError);
        qrKey = changes.TryGetProperty("qrKey", out var known) ? known.GetString() : null;
        return true;
    }

    /// <summary>Pulls, and confirms at once by pulling again: a real gate does so by going on.</summary>
    public async Task PullAndConfirm(CancellationToken cancel)
    {
        await Pull(0, cancel);
        await Pull(0, cancel);
    }

    /// <summary>Somebody types a number and six digits.</summary>
    public bool TypePin(int number, string digits) => Decide("pin", Find(e =>
        Number(e) == number && e.GetProperty("verifier").GetString() == GateSecrets.Verifier(
            secretBytes, GateSecrets.Slow(digits, Convert.FromBase64String(e.GetProperty("salt").GetString()!)))));

    /// <summary>Somebody taps a card.</summary>
    public bool TapCard(string number) =>
        Decide("card", Find(e => Kind(e) == "card" && e.GetProperty("verifier").GetString() == GateSecrets.Verifier(secretBytes, GateSecrets.Card(number))));

    /// <summary>Somebody shows a QR code; each token opens once at this gate.</summary>
    public bool ShowQr(string token)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(qrKey ?? ""), out _);
        var credential = GateSecrets.ReadQr(key, token, Now);
        return Decide("qr", credential is { } id && seenTokens.Add(token) ? Find(e => e.GetProperty("id").GetGuid() == id) : null);
    }

    /// <summary>Somebody stands before the camera whose face the device enrolled for a credential.</summary>
    public bool ShowFace(Guid credential) => Decide("face", Faces.ContainsKey(credential) ? Find(e => e.GetProperty("id").GetGuid() == credential) : null);

    /// <summary>A visitor rings a home by its label.</summary>
    public bool Ring(string door) => Decide("intercom", Find(e => Kind(e) == "intercom" && e.GetProperty("door").GetString() == door));

    /// <summary>Posts the passes that have not been sent.</summary>
    public async Task PostPasses(CancellationToken cancel)
    {
        if (!Online || unsent.Count == 0)
            return;
        using var answer = await Send(HttpMethod.Post, "passes", new { passes = unsent }, cancel);
        if (answer.IsSuccessStatusCode)
            unsent.Clear();
    }

    private async Task Apply(JsonElement entry, CancellationToken cancel)
    {
        var id = entry.GetProperty("id").GetGuid();
        if (entry.GetProperty("action").GetString() == "remove")
        {
            list.Remove(id);
            Faces.Remove(id);
            return;
        }

        list[id] = entry.Clone();
        if (Kind(entry) == "face" && entry.TryGetProperty("enrol", out var enrol) && enrol.ValueKind == JsonValueKind.String)
        {
            // The person stands before the device; what it sees stays in it, the server gets a handle.
            Faces[id] = "f-" + id.ToString("N")[..8];
            using var answer = await Send(HttpMethod.Post, "enrolled", new { enrolment = enrol.GetGuid(), reference = Faces[id] }, cancel);
            if (answer.StatusCode == HttpStatusCode.Conflict)
                Faces.Remove(id);
        }
    }

    private bool Decide(string kind, JsonElement? entry)
    {
        var now = Now;
        // Fail secure: a list too old may hold who has moved out. Going out is never locked.
        var opens = entry is { } found && now < GoodUntil && Within(found, now);
        var id = entry?.GetProperty("id").GetGuid();
        unsent.Add(new { seq = ++sequence, at = now, kind = entry is { } known ? Kind(known) : kind, outcome = opens ? "opened" : "refused", credential = id });
        if (opens && entry!.Value.GetProperty("once").GetBoolean())
            list.Remove(id!.Value);
        return opens;
    }

    private JsonElement? Find(Func<JsonElement, bool> fits)
    {
        foreach (var entry in list.Values)
            if (fits(entry))
                return entry;
        return null;
    }

    private static bool Within(JsonElement entry, DateTimeOffset now) =>
        !(Instant(entry, "validFrom") > now) && !(Instant(entry, "validUntil") <= now);

    private static DateTimeOffset? Instant(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetDateTimeOffset() : null;

    private static string Kind(JsonElement entry) => entry.GetProperty("kind").GetString()!;

    private static int? Number(JsonElement entry) => entry.TryGetProperty("number", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/gates/device/" + path);
        request.Headers.Add("X-Api-Key", key);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await server.SendAsync(request, cancel);
    }
}
