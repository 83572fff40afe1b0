"""The networks of the lecture, by name, in the order in which a table shows them."""

from reference.zoo.networks import (
    alexnet,
    cnn_mnist,
    deconv,
    densenet,
    dilated,
    fcnn,
    fractalnet,
    inception,
    lenet,
    locally_connected,
    nin,
    polynet,
    resnet,
    resnet_in_resnet,
    ror,
    separable,
)
from reference.zoo.networks.network import Network

NETWORKS: dict[str, Network] = {
    network.name: network
    for network in (
        fcnn.SOFTMAX_REGRESSION,
        fcnn.NETWORK,
        lenet.NETWORK,
        cnn_mnist.NETWORK,
        alexnet.NETWORK,
        nin.NETWORK,
        dilated.NETWORK,
        separable.NETWORK,
        locally_connected.NETWORK,
        deconv.NETWORK,
        inception.NETWORK,
        resnet.RESNET,
        resnet.PRERESNET,
        resnet_in_resnet.NETWORK,
        ror.NETWORK,
        fractalnet.NETWORK,
        densenet.NETWORK,
        polynet.NETWORK,
    )
}
