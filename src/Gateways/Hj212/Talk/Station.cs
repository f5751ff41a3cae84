using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Linli.Hj212.Frames;
using Linli.Sensing;

namespace Linli.Hj212.Talk;

/// <summary>
/// A conversation with one station (现场机). Data are answered (9014) once they are durable; what could not be taken is not
/// answered, so that the station sends it again.
/// </summary>
internal sealed class Station(Line line, Hj212Services services, TimeSpan idleAfter) : IDisposable
{
    private const int MostOdd = 50;
    private const int MostHeld = 16;
    private const int Answers2017 = 4;

    private readonly Deframer deframer = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> waiting = new();

    // Of a message in packets often only the first says when it was measured.
    private readonly List<HjPacket> held = [];
    private (string Key, DateTimeOffset At) lastTime;
    private string lastNumber = "";

    private Device? device;
    private HjPacket? self;
    private DeviceConnection? connection;
    private CancellationTokenRegistration end;
    private int odd;

    public async Task Talk(CancellationToken cancel)
    {
        while (!line.HungUp.IsCancellationRequested)
        {
            var result = await line.Input.ReadAsync(cancel);
            var buffer = result.Buffer;
            while (odd <= MostOdd && deframer.Next(ref buffer) is var found && found != Found.Nothing)
            {
                if (deframer.Why.Length > 0)
                    line.Odd(deframer.Why, deframer.Odd);
                if (found == Found.Packet)
                    await Handle(deframer.Packet);
                else
                    odd++;
            }

            line.Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted || result.IsCanceled || odd > MostOdd)
                break;
        }
    }

    public void Dispose()
    {
        // A broken line is no word of the station: from here on its silence counts.
        end.Dispose();
        connection?.Dispose();
    }

    private async Task Handle(HjPacket packet)
    {
        if (!SignIn(packet))
        {
            odd++;
            line.Note($"a station that is not entered, or another password than its own: {packet.Mn}");
            return;
        }

        odd = 0;
        line.Heard();
        connection!.Heartbeat();
        switch (packet.Cn)
        {
            case "9011":
                Answered(packet, "QnRtn", final: false);
                break;
            case "9012":
                Answered(packet, "ExeRtn", final: true);
                break;
            case "9013" or "9014":
                Answered(packet, null, final: true);
                break;
            case "1013":
                await Answer(packet, "9013");
                await SetClock(packet);
                break;
            case var cn when StationReadings.IsData(cn):
                await Data(packet);
                break;
            default:
                if (packet.WantsAnswer)
                    await Answer(packet, packet.Cn.StartsWith('2') || packet.Cn.StartsWith('9') ? "9014" : "9013");
                break;
        }
    }

    private async Task Data(HjPacket packet)
    {
        var key = KeyOf(packet);
        var at = HjData.Time(HjData.Parameter(packet.Cp, "DataTime"));
        if (at is null && packet.Packets > 1)
        {
            at = lastTime.Key == key ? lastTime.At : null;
            if (at is null)
            {
                if (held.Count == MostHeld)
                    held.RemoveAt(0);
                held.Add(packet);
                return;
            }
        }

        if (at is { } known)
            lastTime = (key, known);
        HjPacket[] ready = [packet, .. held.Where(h => KeyOf(h) == key)];
        held.RemoveAll(h => KeyOf(h) == key);
        // Without a number the next message looks the same: the last packet ends this one.
        if (packet.Qn.Length == 0 && (packet.Packet >= packet.Packets || ready.Length >= packet.Packets))
            lastTime = default;
        await Take(ready, at ?? HjData.Time(packet.Qn) ?? services.Time.GetUtcNow());
    }

    private static string KeyOf(HjPacket packet) => string.Create(CultureInfo.InvariantCulture, $"{packet.Qn}/{packet.Cn}/{packet.Packets}");

    private async Task Take(HjPacket[] packets, DateTimeOffset at)
    {
        var readings = new List<Reading>();
        foreach (var packet in packets)
            StationReadings.Add(readings, device!.Id, services.Kinds.GetValueOrDefault(device.Kind), packet, at, services.Options);
        if (readings.Count > 0)
        {
            var intake = await services.Readings.Take(readings.ToArray(), line.HungUp);
            if (intake.Later)
                return;
            if (intake.Refused is [var first, ..])
                line.Note("readings that were refused: " + first.Problem.Code);
        }

        foreach (var packet in packets)
            if (packet.WantsAnswer)
                await Answer(packet, "9014");
    }

    private bool SignIn(HjPacket packet)
    {
        if (device is not null)
            return packet.Mn == self!.Mn || packet.Mn.Length == 0;
        if (packet.Mn.Length == 0 || !services.Options.AdmitsFrom(line.Remote) || services.Devices.ByAddress(DeviceProtocols.Hj212, packet.Mn) is not { } known
            || !services.Options.Admits(packet.Mn, packet.Pw))
            return false;
        (device, self, line.Device, line.IdleAfter) = (known, packet, known.Code, idleAfter);
        end = services.Devices.EndOf(known.Id).Register(() => line.HangUp("its key was changed or it was retired"));
        connection = services.Lines.Open(known.Id, DeviceProtocols.Hj212, Deliver, GiveWay);
        return true;
    }

    private void GiveWay() => line.HangUp("another connection took its place");

    // 2017 names the question by the QN of the packet, 2005 within its parameters.
    private async Task Answer(HjPacket to, string cn)
    {
        var answer = to.Is2017 || to.Flag is null
            ? to with { St = "91", Cn = cn, Flag = Answers2017 | (to.Packets > 0 ? 2 : 0), Cp = "" }
            : to with { Qn = "", St = "91", Cn = cn, Flag = 0, Packets = 0, Cp = $"QN={to.Qn};CN={to.Cn}" };
        await line.Send(answer.Write());
    }

    private async Task SetClock(HjPacket asked)
    {
        var now = services.Time.GetUtcNow();
        await line.Send(Request("1012", StationAsks.Clock(HjData.Parameter(asked.Cp, "PolId"), now), NextNumber(now)).Write());
    }

    private async Task<CommandOutcome> Deliver(DeviceCommand command, CancellationToken cancel)
    {
        (string Cn, string Cp)? ask;
        var now = services.Time.GetUtcNow();
        try
        {
            ask = StationAsks.Of(command, now);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException or ArgumentException)
        {
            return CommandOutcome.Refused;
        }

        return ask is { } known ? await Deliver(Request(known.Cn, known.Cp, NextNumber(now)), cancel) : CommandOutcome.Refused;
    }

    private async Task<CommandOutcome> Deliver(HjPacket request, CancellationToken cancel)
    {
        var answer = waiting[request.Qn] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            for (var turn = 0; turn <= services.Options.Repeat; turn++)
            {
                if (!await line.Send(request.Write()))
                    return CommandOutcome.Unanswered;
                try
                {
                    return await answer.Task.WaitAsync(services.Options.AnswerWithin, services.Time, cancel) ? CommandOutcome.Done : CommandOutcome.Refused;
                }
                catch (TimeoutException)
                {
                    // Asked again, under the same number.
                }
            }

            return CommandOutcome.Unanswered;
        }
        catch (OperationCanceledException)
        {
            return CommandOutcome.Unanswered;
        }
        finally
        {
            waiting.TryRemove(request.Qn, out _);
        }
    }

    private HjPacket Request(string cn, string cp, string number) =>
        new(number, self!.St, cn, self.Pw, self.Mn, self.Is2017 || self.Flag is null ? Answers2017 | 1 : 1, cp);

    private string NextNumber(DateTimeOffset now)
    {
        lock (waiting)
        {
            var number = HjData.Text(now, milliseconds: true);
            if (string.CompareOrdinal(number, lastNumber) <= 0)
                number = (long.Parse(lastNumber, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
            return lastNumber = number;
        }
    }

    // "Ready" (QnRtn=1) is not done yet: the result (ExeRtn) follows.
    private void Answered(HjPacket packet, string? result, bool final)
    {
        var number = packet.Qn.Length > 0 && waiting.ContainsKey(packet.Qn) ? packet.Qn : HjData.Parameter(packet.Cp, "QN");
        if (number is null || !waiting.TryGetValue(number, out var asked))
            return;
        var good = result is null || HjData.Parameter(packet.Cp, result) == "1";
        if (final || !good)
            asked.TrySetResult(good);
    }
}
