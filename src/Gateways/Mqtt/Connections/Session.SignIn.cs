using System.Globalization;
using Linli.Mqtt.Wire;
using Linli.Sensing;

namespace Linli.Mqtt.Connections;

/// <summary>How a device says who it is.</summary>
internal sealed partial class Session
{
    private void SignIn(ReadOnlySpan<byte> body)
    {
        var reason = ConnectPacket.Read(body, out var packet);
        if (packet is null)
        {
            // Perhaps not MQTT at all: nothing to say to it.
            isOver = true;
            return;
        }

        var entering = reason == Reason.Success ? Admit(packet, out reason) : null;
        if (entering is null)
        {
            isOver = true;

            // MQTT 3.1.1 has no words for a packet that is wrong in itself.
            if (packet.Version == 5 || reason is not (Reason.Malformed or Reason.ProtocolError))
                answers.Refuse(packet.Version, reason);
            return;
        }

        hello = packet;
        topics = new(entering.Code);
        device = entering;
        answers.Accept(packet.Version, OfferTo(packet));
        line.Device = entering.Code;
        presence = tools.Lines.Open(entering.Id, DeviceProtocols.Mqtt, Deliver, TakeOver);
        keyEnds = tools.Devices.EndOf(entering.Id).Register(static me => ((Session)me!).HangUp(Reason.AdministrativeAction), this);
    }

    /// <summary>The device behind a CONNECT, or <c>null</c> with the reason.</summary>
    private Device? Admit(ConnectPacket packet, out byte reason)
    {
        reason = Judge(packet);
        if (reason != Reason.Success)
            return null;
        var code = packet.User ?? packet.ClientId;
        reason = Reason.BadUserOrPassword;
        if (packet.Password is null || tools.Devices.Enter(code, packet.Password) is not { } entering)
            return null;
        reason = Reason.NotAuthorised;
        if (!ShowsItsCertificate(entering.Code))
            return null;
        reason = Reason.ServerBusy;
        if (!sessions.TryEnter())
            return null;
        reason = Reason.Success;
        return entering;
    }

    private static byte Judge(ConnectPacket packet)
    {
        if (packet.HasAuthentication)
            return Reason.BadAuthenticationMethod;
        if (packet.ClientId.Length == 0 && packet is { Version: 4, IsClean: false })
            return Reason.ClientIdNotValid;
        if (packet.Version != 5)
            return Reason.Success;
        return packet.WillQos == 2 ? Reason.QosNotSupported : packet.WillRetain ? Reason.RetainNotSupported : Reason.Success;
    }

    private bool ShowsItsCertificate(string code)
    {
        if (!tools.Options.ClientCertificates.TryGetValue(code, out var wanted))
            return true;
        return line.Certificate is { } shown && TlsCertificate.Is(shown, wanted);
    }

    private Offer OfferTo(ConnectPacket packet)
    {
        ushort? given = packet.Version == 5 && (packet.KeepAlive == 0 || packet.KeepAlive > tools.Options.MostKeepAlive) ? tools.Options.MostKeepAlive : null;
        var seconds = given ?? packet.KeepAlive;

        // Half as long again as it promised; whoever promised nothing is believed to be there.
        line.IdleAfter = TimeSpan.FromSeconds(seconds * 1.5);
        var name = packet.ClientId.Length == 0 ? "linli-" + Guid.CreateVersion7(tools.Time.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture) : null;
        return new(tools.Options.ReceiveMaximum, sessions.MostPacketSize, tools.Options.TopicAliases, given, name);
    }

    private void TakeOver()
    {
        isTakenOver = true;
        HangUp(Reason.TakenOver);
    }
}
