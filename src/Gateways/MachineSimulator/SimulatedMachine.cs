using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform;

namespace Linli.MachineSimulator;

/// <summary>
/// SIMULATOR, no real machine: a rice mill or a cabinet as <c>docs/machines.md</c> describes them. It keeps a journal, numbers what happens,
/// posts it when the network is there, and goes on where it was after a power cut.
/// </summary>
/// <param name="server">Where the server is.</param>
/// <param name="key">The machine's key.</param>
/// <param name="time">The clock behind the device's own.</param>
/// <param name="journal">What the device has on its disk; empty for a new one.</param>
/// <param name="save">Writes the journal to the disk.</param>
public sealed class SimulatedMachine(HttpClient server, string key, TimeProvider time, string? journal = null, Action<string>? save = null) : IDisposable
{
    private const int Batch = 200;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim posting = new(1, 1);
    private MachineJournal memory = MachineJournal.Read(journal);

    /// <summary>Whether the network is there.</summary>
    public bool Online { get; set; } = true;

    /// <summary>By how much the device's own clock is wrong.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>The next bag jams after so many grams.</summary>
    public long? JamAfter { get; set; }

    /// <summary>What it remembers.</summary>
    public MachineJournal Journal
    {
        get
        {
            lock (gate)
                return memory.Copy();
        }
    }

    /// <summary>Asks for commands, and carries out what comes.</summary>
    /// <param name="wait">Seconds the answer may wait for one.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Whether the server answered.</returns>
    public async Task<bool> Pull(int wait, CancellationToken cancel)
    {
        if (!Online)
            return false;
        using var answer = await Send(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"commands?have={Journal.Have}&wait={wait}"), null, cancel);
        if (!answer.IsSuccessStatusCode || !Online)
            return await Heal(answer, cancel);
        Obey(await answer.Content.ReadFromJsonAsync<JsonElement>(cancel));
        return true;
    }

    /// <summary>Says that it is there, with its clock, and gets commands.</summary>
    public async Task<bool> Beat(CancellationToken cancel)
    {
        if (!Online)
            return false;
        using var answer = await Send(HttpMethod.Post, "heartbeat", new { have = Journal.Have, clock = time.GetUtcNow() + ClockError }, cancel);
        if (!answer.IsSuccessStatusCode)
            return await Heal(answer, cancel);
        Obey(await answer.Content.ReadFromJsonAsync<JsonElement>(cancel));
        return true;
    }

    /// <summary>Posts what has not been acknowledged yet; what the server has is forgotten.</summary>
    public async Task<bool> Post(CancellationToken cancel)
    {
        await posting.WaitAsync(cancel);
        try
        {
            while (Online && Journal.Unsent is { Count: > 0 } unsent)
            {
                using var answer = await Send(HttpMethod.Post, "events", new { events = unsent.Take(Batch) }, cancel);
                if (!answer.IsSuccessStatusCode)
                    return false;
                var upTo = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("upTo").GetInt64();
                var before = unsent.Count;
                Change(m => m.Unsent.RemoveAll(e => e.Seq <= upTo));
                if (Journal.Unsent.Count >= before)
                    return false;
            }

            return Online;
        }
        finally
        {
            posting.Release();
        }
    }

    /// <summary>Somebody fills a shelf; the desk is told by people, not by the scale.</summary>
    public void Fill(int shelf, long grams) => Change(m => m.Shelves[shelf] = m.Shelves.GetValueOrDefault(shelf) + grams);

    /// <summary>Somebody takes goods out of the open cabinet.</summary>
    public void TakeOut(int shelf, long grams) => Weigh(shelf, -grams);

    /// <summary>Somebody puts goods, or something else, onto a shelf of the open cabinet.</summary>
    public void PutBack(int shelf, long grams) => Weigh(shelf, grams);

    /// <summary>Somebody closes the door.</summary>
    public void CloseDoor() => Change(m =>
    {
        if (!m.DoorOpen)
            return;
        m.DoorOpen = false;
        m.Note(Now, "closed", m.Session, readings: true);
        m.Session = null;
    });

    /// <summary>The mill goes on by so many grams.</summary>
    public void Mill(long grams) => Change(m =>
    {
        if (m.Milling is not { } wanted)
            return;
        m.Milled = Math.Min(wanted, m.Milled + grams);
        if (JamAfter is { } most && m.Milled >= most)
        {
            m.Milled = most;
            (m.Milling, JamAfter, m.Fault) = (null, null, "jam");
            m.Shelves[m.Hopper] = Math.Max(0, m.Shelves.GetValueOrDefault(m.Hopper) - m.Milled);
            m.Note(Now, "jammed", m.Session, grams: m.Milled, code: "jam");
            return;
        }

        m.Note(Now, "progress", m.Session, percent: (int)(m.Milled * 100 / wanted));
        if (m.Milled < wanted)
            return;
        (m.Milling, m.BagReady) = (null, true);
        m.Shelves[m.Hopper] = Math.Max(0, m.Shelves.GetValueOrDefault(m.Hopper) - wanted);
        m.Note(Now, "milled", m.Session, grams: wanted);
    });

    /// <summary>Somebody takes the bag.</summary>
    public void TakeBag() => Change(m =>
    {
        if (m.Milling is not null || m.Session is null)
            return;
        m.Note(Now, "taken", m.Session);
        (m.BagReady, m.Session) = (false, null);
    });

    /// <summary>A scale fails, or something else does.</summary>
    public void Fail(string code, int? shelf = null) => Change(m =>
    {
        m.Fault = code;
        m.Note(Now, "fault", m.Session, shelf: shelf, code: code);
    });

    /// <summary>The fault is repaired.</summary>
    public void Repair() => Change(m =>
    {
        m.Fault = null;
        m.Note(Now, "cleared", null);
    });

    /// <summary>The disk fails: the journal is gone, and with it whose door it was; the goods lie where they lay.</summary>
    public void LoseJournal() => Change(m =>
    {
        memory = new() { DoorOpen = m.DoorOpen };
        foreach (var (shelf, grams) in m.Shelves)
            memory.Shelves[shelf] = grams;
    });

    /// <summary>An event that was not posted yet can no longer be read: only its number is known.</summary>
    public void LoseEvent(long seq) => Change(m =>
    {
        var at = m.Unsent.FindIndex(e => e.Seq == seq);
        if (at >= 0)
            m.Unsent[at] = new() { Seq = seq, At = Now, Kind = "lost" };
    });

    /// <summary>The power goes and comes back: what was only in memory is gone, what is in the journal is not.</summary>
    public void PowerCut() => Change(m =>
    {
        memory = MachineJournal.Read(m.Write());
        memory.Note(Now, "boot", null);
    });

    /// <inheritdoc/>
    public void Dispose() => posting.Dispose();

    private DateTimeOffset Now => time.GetUtcNow() + ClockError;

    private void Weigh(int shelf, long grams) => Change(m =>
    {
        if (!m.DoorOpen)
            return;
        m.Shelves[shelf] = m.Shelves.GetValueOrDefault(shelf) + grams;
        m.Note(Now, "weighed", m.Session, shelf: shelf, grams: grams);
    });

    private void Obey(JsonElement orders) => Change(m =>
    {
        // A machine that lost its journal goes on with the next number, and says which ones it no longer knows.
        var isNew = m is { Seq: 0, Have: 0 };
        if (orders.GetProperty("lastSeq").GetInt64() is var last && (last > m.Seq || (isNew && orders.GetProperty("lastCommand").GetInt64() > orders.GetProperty("commands").GetArrayLength())))
        {
            m.Seq = Math.Max(m.Seq, last);
            m.Note(Now, "lost", null);
        }

        if (m.Unsent.Count == 0)
            foreach (var missing in orders.GetProperty("missing").EnumerateArray())
                m.Unsent.Add(new() { Seq = missing.GetInt64(), At = Now, Kind = "lost" });
        foreach (var order in orders.GetProperty("commands").EnumerateArray())
            Obey(m, order);
        // Whatever was before them is over: a machine that lost its journal has them all.
        m.Have = Math.Max(m.Have, orders.GetProperty("lastCommand").GetInt64());
    });

    private void Obey(MachineJournal m, JsonElement order)
    {
        if (order.GetProperty("number").GetInt64() is var number && number <= m.Have)
            return;
        m.Have = number;
        var session = order.GetProperty("session").GetGuid();
        if (m.Fault is not null || m.DoorOpen || m.Milling is not null || order.GetProperty("goodForSeconds").GetInt32() <= 0)
        {
            m.Note(Now, "refused", session, code: m.Fault);
            return;
        }

        (m.Session, m.BagReady) = (session, false);
        if (order.GetProperty("kind").GetString() == "unlock")
        {
            m.DoorOpen = true;
            m.Note(Now, "opened", session, readings: true);
        }
        else
        {
            (m.Hopper, m.Milling, m.Milled) = (order.GetProperty("shelf").GetInt32(), order.GetProperty("grams").GetInt64(), 0);
            m.Note(Now, "started", session);
        }
    }

    // It says that it has a command that never was: the journal is another machine's, or spoilt. The server knows.
    private async Task<bool> Heal(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (!Online || answer.StatusCode != System.Net.HttpStatusCode.BadRequest
            || (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("code").GetString() != "market.machine_have_ahead")
            return false;
        using var truth = await Send(HttpMethod.Post, "heartbeat", new { have = 0, clock = time.GetUtcNow() + ClockError }, cancel);
        if (!truth.IsSuccessStatusCode)
            return false;
        Change(m => m.Have = 0);
        Obey(await truth.Content.ReadFromJsonAsync<JsonElement>(cancel));
        return true;
    }

    // Written to the disk before anything is said of it.
    private void Change(Action<MachineJournal> act)
    {
        lock (gate)
        {
            act(memory);
            save?.Invoke(memory.Write());
        }
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/machines/device/" + path);
        request.Headers.Add("X-Api-Key", key);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: Json.Options);
        return await server.SendAsync(request, cancel);
    }
}
