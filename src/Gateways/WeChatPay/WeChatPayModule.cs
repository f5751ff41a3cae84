using Linli.Ledger;
using Linli.Platform.Demo;
using Linli.Platform.Modules;
using Linli.Platform.Outside;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.WeChatPay;

/// <summary>
/// WeChat Pay (微信支付, API v3) as a payment service of the ledger: one for each merchant number in the configuration section
/// <c>Payments:WeChat</c>. In the demo it speaks with the simulator instead.
/// </summary>
public sealed class WeChatPayModule : IModule
{
    private const string SimulatorCode = "paysim";

    /// <inheritdoc/>
    public string Name => "wechatpay";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        foreach (var section in module.Configuration.GetSection(WeChatPayOptions.Section).GetChildren())
        {
            var options = section.Get<WeChatPayOptions>() ?? new();
            options.Check(section.Key);
            module.Services.AddSingleton<IPaymentProvider>(s => new WeChatPayProvider(
                section.Key, (options.NameZh, options.NameEn), new(options), () => true,
                new(OutsideConnections.Client(() => options.AllowPrivate, $"{WeChatPayOptions.Section}:{section.Key}:AllowPrivate"), new(options.BaseUrl)),
                s.GetRequiredService<TimeProvider>()));
        }

        module.Services.AddSingleton<IPaymentProvider>(Simulated);
    }

    private static WeChatPayProvider Simulated(IServiceProvider services)
    {
        var (demo, simulator) = (services.GetRequiredService<DemoMode>(), services.GetRequiredService<IPaySimulator>());
        return new(
            SimulatorCode, ("微信支付（模拟）", "WeChat Pay (simulated)"), new(() => WeChatPayKeys.Of(simulator.Keys)), () => demo.IsDemo,
            new(new(new InProcess(simulator)), simulator.Address), services.GetRequiredService<TimeProvider>());
    }

    private sealed class InProcess(IPaySimulator simulator) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => simulator.Answer(request, cancellationToken);
    }
}
