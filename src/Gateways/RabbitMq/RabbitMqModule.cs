using Linli.Platform.Modules;
using Linli.Platform.Operations;
using Linli.Sensing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.RabbitMq;

/// <summary>RabbitMQ 3.10 or newer, through which several nodes share the readings of devices. Without <c>Sensing:Cluster:Broker</c> nothing of it is touched.</summary>
public sealed class RabbitMqModule : IModule
{
    /// <inheritdoc/>
    public string Name => "rabbitmq";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        if (ClusterOptions.From(module.Configuration).IsOn)
            module.Services.AddSingleton<IReadingBroker, RabbitBroker>().AddScoped<IHealthFinding, RabbitFinding>();
    }
}
