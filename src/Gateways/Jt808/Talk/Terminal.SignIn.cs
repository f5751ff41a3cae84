using Linli.Sensing;

namespace Linli.Jt808.Talk;

/// <summary>Who speaks: registering, signing in and out.</summary>
internal sealed partial class Terminal
{
    // One that writes its number in the six bytes of 2013 and in the ten of 2019 is the same.
    private bool IsKnown(in JtHeader header, ReadOnlySpan<byte> frame)
    {
        if (device is null)
            return false;
        var number = frame.Slice(header.PhoneAt, header.PhoneSize);
        var least = Math.Min(number.Length, phoneBytes.Length);
        return number[^least..].SequenceEqual(phoneBytes.AsSpan(phoneBytes.Length - least))
            && !number[..^least].ContainsAnyExcept((byte)0) && !phoneBytes.AsSpan(0, phoneBytes.Length - least).ContainsAnyExcept((byte)0);
    }

    // Before it has signed in a terminal may register, authenticate and nothing else.
    private Task? Stranger(in JtHeader header, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> body)
    {
        switch (header.Id)
        {
            case JtMessages.Register when !header.InParts:
                odd++;
                return Register(header, header.Phone(frame), JtIdentity.Of(body, header.Is2019));
            case JtMessages.Authenticate when !header.InParts:
                return Authenticate(header, frame, body);
            default:
                odd++;
                line.Note("a terminal that has not signed in", new(frame.ToArray()));
                Answer(header, frame, JtResult.Failed);
                return null;
        }
    }

    private async Task Register(JtHeader header, string number, string? identity)
    {
        var (result, code) = await services.Register(number, identity, line.HungUp);
        var body = new BodyWriter().Word(header.Serial).Byte((byte)result);
        if (result == JtRegisterResult.Done)
            body.Text(code ?? "");
        Write(JtMessages.RegisterAnswer, number, header.Is2019, body.ToArray());
    }

    private Task Authenticate(in JtHeader header, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> body)
    {
        // 2019: length, code, IMEI and software version; 2013: the code alone.
        var code = header.Is2019 && body.Length > 0 && body[0] < body.Length ? JtText.Read(body.Slice(1, body[0])) : JtText.Read(body);
        return Authenticate(header, header.Phone(frame), frame.Slice(header.PhoneAt, header.PhoneSize).ToArray(), code);
    }

    private async Task Authenticate(JtHeader header, string number, byte[] numberBytes, string code)
    {
        await TakeReadings();
        var answer = new BodyWriter().Word(header.Serial).Word(header.Id);
        if (services.Devices.ByAddress(DeviceProtocols.Jt808, number) is not { } known || services.Devices.Enter(known.Code, code) is not { } entered)
        {
            failed++;
            line.Note("a terminal that is not entered, or another code than its own");
            Write(JtMessages.PlatformAnswer, number, header.Is2019, answer.Byte((byte)JtResult.Failed).ToArray());
            return;
        }

        // Only now: whoever knows no code ends nobody's session.
        SignOut();
        line.Heard();
        failed = 0;
        phoneBytes = numberBytes;
        (device, phone, line.Device, line.IdleAfter) = (entered, number, entered.Code, idleAfter);
        downlinks.Terminal = (number, header.Is2019);
        readings.Kind = services.Kinds.GetValueOrDefault(entered.Kind);
        readings.Forget();
        Write(JtMessages.PlatformAnswer, number, header.Is2019, answer.Byte((byte)JtResult.Done).ToArray());
        // The answer goes first: what waited for the terminal must not come before it.
        await SendAnswers();
        end = services.Devices.EndOf(entered.Id).Register(() => line.HangUp("its key was changed or it was retired"));
        connection = services.Lines.Open(entered.Id, DeviceProtocols.Jt808, downlinks.Deliver, GiveWay);
    }

    private async Task Logout(JtHeader header)
    {
        await TakeReadings();
        connection!.Left(lost: false);
        General(header.Id, header.Serial, JtResult.Done);
        SignOut();
    }

    private void GiveWay() => line.HangUp("another connection took its place");

    private void SignOut()
    {
        end.Dispose();
        connection?.Dispose();
        (connection, device) = (null, null);
    }
}
