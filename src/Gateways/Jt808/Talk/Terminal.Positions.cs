using System.Buffers.Binary;
using System.IO.Pipelines;
using Linli.Jt808.Frames;
using Linli.Sensing;

namespace Linli.Jt808.Talk;

/// <summary>Positions, whole and in parts: taken, and answered once they are durable.</summary>
internal sealed partial class Terminal
{
    // While parts are missing it does not wait for the terminal, which may wait for us.
    private async Task<ReadResult> Read(CancellationToken cancel)
    {
        if (parts.Open == 0)
            return await line.Input.ReadAsync(cancel);
        using var wake = services.Time.CreateTimer(_ => line.Input.CancelPendingRead(), null, PartsBook.AskAfter + TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        return await line.Input.ReadAsync(cancel);
    }

    private Task? Part(in JtHeader header, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> body)
    {
        var (fits, whole) = parts.Add(header, body);
        if (!fits)
        {
            WasOdd("a part that cannot be one", frame);
            Answer(header, frame, JtResult.Wrong);
            return null;
        }

        // Positions are acknowledged when all of them are durable; parts of anything else when they are here, and the last by what it brought.
        var isPosition = header.Id is JtMessages.Position or JtMessages.Positions;
        if (whole is null)
        {
            if (!isPosition)
                Answer(header, frame, JtResult.Done);
            return null;
        }

        if (!isPosition)
            return Message(header with { InParts = false, Parts = 0, Part = 0 }, frame, whole.Body);
        for (var i = 0; i < header.Parts; i++)
            if ((ushort)(whole.FirstSerial + i) is var serial && serial != header.Serial)
                waitForTaking.Add(new(serial, header.Id, false, readings.Count, readings.Count));
        Positions(header.Serial, header.Id, whole.Body);
        return Enough();
    }

    private void Positions(ushort serial, ushort id, ReadOnlySpan<byte> body)
    {
        var from = readings.Count;
        var good = id == JtMessages.Position ? readings.AddPosition(device!.Id, body, services.Time.GetUtcNow()) : readings.AddBatch(device!.Id, body);
        waitForTaking.Add(new(serial, id, !good, from, readings.Count));
    }

    private Task? Enough() => readings.Count >= MostReadings ? TakeReadings() : null;

    private async Task TakeReadings()
    {
        if (waitForTaking.Count == 0 && readings.Count == 0)
            return;
        var intake = readings.Count == 0 ? null : await services.Readings.Take(readings.All, line.HungUp);
        var later = intake?.Later == true;
        wasTaken |= intake?.Accepted + intake?.Repeated > 0;
        if (later)
            readings.Forget();
        else if (intake is { Refused: [var first, ..] })
            line.Note("readings that were refused: " + first.Problem.Code);
        if (readings.ClockIsWrong)
            line.Note("a clock that is wrong: alarms count from when they come");
        readings.Clear();
        foreach (var message in waitForTaking)
            General(message.Id, message.Serial, later ? JtResult.Failed : message.IsWrong || message.IsRefused(intake) ? JtResult.Wrong : JtResult.Done);
        waitForTaking.Clear();
    }

    private void AskForMissingParts()
    {
        if (parts.Open == 0)
            return;
        foreach (var missing in parts.Missing())
        {
            var body = new BodyWriter().Word(missing.FirstSerial);
            body = downlinks.Terminal.Is2019 ? body.Word(missing.Numbers.Count) : body.Byte(missing.Numbers.Count);
            foreach (var number in missing.Numbers)
                body.Word(number);
            Write(JtMessages.PartsMissing, phone, downlinks.Terminal.Is2019, body.ToArray());
        }
    }

    private Task Repeat(ReadOnlySpan<byte> body)
    {
        var numbers = new List<ushort>();
        for (var at = 4; at + 2 <= body.Length; at += 2)
            numbers.Add(BinaryPrimitives.ReadUInt16BigEndian(body[at..]));
        return downlinks.Repeat(BinaryPrimitives.ReadUInt16BigEndian(body), numbers);
    }

    /// <summary>A message whose answer waits until its readings were taken.</summary>
    private readonly record struct Waiting(ushort Serial, ushort Id, bool IsWrong, int From, int To)
    {
        /// <summary>Whether nothing of it could be taken.</summary>
        public bool IsRefused(Intake? intake)
        {
            var (from, to) = (From, To);
            return to > from && intake is { Refused.Count: > 0 } && intake.Refused.Count(r => r.Index >= from && r.Index < to) == to - from;
        }
    }
}
