using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Linli.Mqtt.Connections;
using Linli.Sensing;
using Linli.Sensing.Lines;

namespace Linli.Devices.Tests.Mqtt;

/// <summary>The gateway beside a client that others wrote: Debian's mosquitto-clients.</summary>
public sealed class MosquittoTests : IAsyncLifetime
{
    private const string Publish = "mosquitto_pub";
    private readonly string folder = Directory.CreateTempSubdirectory("linli-mqtt-").FullName;
    private LineService server = null!;
    private MqttBed bed = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(f => File.Exists(Path.Combine(f, Publish))))
            Assert.Skip("mosquitto_pub is not installed: apt-get install mosquitto-clients.");
        var (certificate, key) = MakeCertificate("server");
        bed = new(new() { Certificate = certificate, CertificateKey = key, AnswerWithin = 0 });
        bed.Devices.Add("C-TLS");
        MakeCertificate("device");
        bed.Options.ClientCertificates["C-TLS"] = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "device.pem")).GetCertHashString(HashAlgorithmName.SHA256);
        server = bed.Listening();
        await server.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.StopAsync(CancellationToken.None);
            server.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("mqttv311", 0)]
    [InlineData("mqttv311", 1)]
    [InlineData("mqttv5", 0)]
    [InlineData("mqttv5", 1)]
    public async Task Publish_IsTaken(string version, int qos)
    {
        (await Run(Publish, "-V", version, "-q", $"{qos}", "-t", "linli/C-1007/temperature", "-m", "21.5")).Exit.ShouldBe(0);
        await bed.Lines.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        bed.Readings.All.Single().ShouldBe(new Reading(bed.Device.Id, "temperature", bed.Time.GetUtcNow(), 21.5));
        bed.Lines.Happened.ShouldBe(["left", "closed"]);
    }

    [Fact]
    public async Task ManyMessagesOfOneClient_AreAllTaken_InOrder()
    {
        var lines = string.Join('\n', Enumerable.Range(1, 500));
        (await Feed(lines, "-V", "mqttv5", "-q", "1", "-t", "linli/C-1007/count", "-l")).Exit.ShouldBe(0);
        bed.Readings.All.Select(r => r.Value).ShouldBe(Enumerable.Range(1, 500).Select(i => (double)i));
    }

    [Fact]
    public async Task AWrongKey_IsRefused_InWordsTheClientKnows()
    {
        var before5 = await Run(Publish, null, ["-V", "mqttv311", "-q", "1", "-t", "linli/C-1007/t", "-m", "1"], "wrong");
        before5.Exit.ShouldNotBe(0);
        before5.Said.ShouldContain("bad user name or password", Case.Insensitive);
        var in5 = await Run(Publish, null, ["-V", "mqttv5", "-q", "1", "-t", "linli/C-1007/t", "-m", "1"], "wrong");
        in5.Exit.ShouldNotBe(0);
        in5.Said.ShouldContain("bad user name or password", Case.Insensitive);
        bed.Readings.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task AForeignTopic_IsRefused()
    {
        var in5 = await Run(Publish, "-V", "mqttv5", "-q", "1", "-t", "linli/C-1008/t", "-m", "1");
        in5.Said.ShouldContain("not authorized", Case.Insensitive);
        (await Run(Publish, "-V", "mqttv311", "-q", "1", "-t", "linli/C-1008/t", "-m", "1")).Exit.ShouldNotBe(0);
        bed.Readings.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task QoS2_IsRefused()
    {
        (await Run(Publish, "-V", "mqttv311", "-q", "2", "-t", "linli/C-1007/t", "-m", "1")).Exit.ShouldNotBe(0);
        await Run(Publish, "-V", "mqttv5", "-q", "2", "-t", "linli/C-1007/t", "-m", "1"); // knows from the CONNACK that it need not try
        bed.Readings.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task OverTls_TheCertificateIsAskedFor_WhereItIsNamed()
    {
        string[] tls = ["--cafile", Path.Combine(folder, "server.pem"), "-h", "localhost", "-p", $"{server.EndPointOf(MqttProtocol.TlsName)!.Port}", "-q", "1", "-t", "linli/C-1007/t", "-m", "1"];
        (await Run(Publish, null, tls, "C-1007-key", bare: true)).Exit.ShouldBe(0);
        bed.Readings.All.Count.ShouldBe(1);

        string[] own = [.. tls.Select(a => a == "linli/C-1007/t" ? "linli/C-TLS/t" : a)];
        (await Run(Publish, null, own, "C-TLS-key", "C-TLS", bare: true)).Exit.ShouldNotBe(0);
        (await Run(Publish, null, [.. own, "--cert", Path.Combine(folder, "device.pem"), "--key", Path.Combine(folder, "device.key")], "C-TLS-key", "C-TLS", bare: true)).Exit.ShouldBe(0);
        bed.Readings.All.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task ASubscriber_HearsItsCommands_AndIsLostWhenItDies(string version)
    {
        using var client = Start("mosquitto_sub", [.. Address, "-V", version, "-q", "1", "-t", "linli/C-1007/commands", "-v", "--will-topic", "linli/C-1007/status", "--will-payload", "gone"], "C-1007-key", "C-1007");
        while (!bed.Lines.IsOpen(bed.Device.Id))
            await Task.Yield();
        (await bed.Lines.Send(bed.Device, new(Guid.CreateVersion7(), bed.Device.Id, "text", """{"text":"你好"}"""))).ShouldBe(CommandOutcome.Done);
        (await client.StandardOutput.ReadLineAsync())!.ShouldContain("你好");
        client.Kill();
        await bed.Lines.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        bed.Lines.Happened.ShouldBe(["lost", "closed"]);
    }

    [Fact]
    public async Task ATakenPort_IsAWarning_AndNoCrash()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var second = bed.Listening(((IPEndPoint)taken.LocalEndpoint).Port);
        await second.StartAsync(CancellationToken.None);
        second.EndPointOf(DeviceProtocols.Mqtt).ShouldBeNull();
        await second.StopAsync(CancellationToken.None);
    }

    private string[] Address => ["-h", "127.0.0.1", "-p", $"{server.EndPointOf(DeviceProtocols.Mqtt)!.Port}"];

    private Task<(int Exit, string Said)> Run(string program, params string[] arguments) => Run(program, null, arguments, "C-1007-key");

    private Task<(int Exit, string Said)> Feed(string input, params string[] arguments) => Run(Publish, input, arguments, "C-1007-key");

    private async Task<(int Exit, string Said)> Run(string program, string? input, string[] arguments, string key, string user = "C-1007", bool bare = false)
    {
        using var process = Start(program, bare ? arguments : [.. Address, .. arguments], key, user);
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await process.StandardError.ReadToEndAsync() + await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }

    private static Process Start(string program, string[] arguments, string key, string user) => Process.Start(
        new ProcessStartInfo(program, [.. arguments, "-u", user, "-P", key])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private (string Certificate, string Key) MakeCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2060, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (file, keyFile) = (Path.Combine(folder, name + ".pem"), Path.Combine(folder, name + ".key"));
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (file, keyFile);
    }
}
